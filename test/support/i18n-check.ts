import { catalogueProblems, usedMessages, writeCatalogue } from './messages.ts';
import { readSources } from './sources.ts';

// `npm run i18n` says what is missing, unused or unequal; with `-- --write` it brings both catalogues up to date first.
const used = usedMessages(readSources(['src']));
if (process.argv.includes('--write')) for (const language of ['en', 'es']) writeCatalogue(language, used);
const problems = catalogueProblems(used);
process.stdout.write(
  problems.length ? `${problems.join('\n')}\n` : `${used.length} messages, both catalogues complete\n`,
);
process.exitCode = problems.length ? 1 : 0;
