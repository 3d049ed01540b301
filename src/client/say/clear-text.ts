import type { I18n } from '@lingui/core';

/** Of a file from which clear words were read, and which stays. */
export function clearLeftText(i18n: I18n, file: string): string {
  return i18n._(
    'cli.clear-left',
    { file },
    {
      message:
        'Its clear words still lie in {file}. Remove it when you no longer need it; next time --shred-source ' +
        'does, and - in its place reads standard input and leaves no file.',
    },
  );
}

/** Of one that was removed, with what that cannot reach. */
export function clearShreddedText(i18n: I18n, file: string): string {
  return i18n._(
    'cli.clear-shredded',
    { file },
    {
      message:
        '{file} was overwritten and removed. An SSD, a snapshot, a backup, or a copy that your editor or a ' +
        'synchronised folder keeps may still hold its words.',
    },
  );
}
