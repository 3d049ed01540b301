import type { I18n } from '@lingui/core';

/** What a page of the person affected needs beside its data, at a server and in a browser: sentences and links. */
export type Sight = { i18n: I18n; link: (path: string) => string };
