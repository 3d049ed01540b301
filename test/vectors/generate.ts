import { sealedFiles, writeAll } from './files.ts';
import { makeAll } from './make/all.ts';

/*
 * `npm run vectors`: writes every file of this folder anew; what was sealed and still opens to the same bytes stays as
 * it is.
 */
writeAll(await makeAll(sealedFiles()));
