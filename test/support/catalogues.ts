import { fillCatalogues } from '../../src/platform/i18n.ts';
import { readCatalogues } from '../../src/platform/read-catalogues.ts';

// Tests ask for sentences without a node or a command line, which give a process its languages otherwise.
fillCatalogues(readCatalogues);
