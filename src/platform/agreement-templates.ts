import { readFileSync } from 'node:fs';

/**
 * The agreement that only asks, in each language that it is written in: every type of violence, and what to talk over.
 */
export const agreementTemplates = { es: template('es'), en: template('en') };

function template(language: 'es' | 'en'): string {
  return readFileSync(new URL(`../agreement-file/template.${language}.md`, import.meta.url), 'utf8');
}
