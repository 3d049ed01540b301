import * as z from 'zod';

// Our pages forbid code that is made at run time (PROTOCOL §9). Zod asks while a schema is built, so this runs before
// any is.
z.config({ jitless: true });
