/** Where a browser ends its session. */
export const leavePath = '/leave';
