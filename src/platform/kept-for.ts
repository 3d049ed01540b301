/** How long a node keeps what: where it is erased, and where people read of it. In days, minutes and hours. */
export const keptFor = {
  /** From the hour in which an alert is handed in to the Monday on which every holder erases it. */
  alertDays: 366,
  /** A revision of a draft that another one took the place of. */
  revisionDays: 30,
  /** What a member typed, did not save, and went on with no longer. */
  typedDays: 90,
  invitationDays: 7,
  /** Of a program's session altogether; of a browser's without use. */
  sessionMinutes: 30,
  /** Of a browser's session at last. */
  browserHours: 8,
} as const;
