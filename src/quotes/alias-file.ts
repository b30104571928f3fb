import { AppError } from '../errors.js';
import { plainName } from './name-keys.js';

/** What an editor has settled by hand; it wins over every rule. */
export interface AliasRules {
  /** Canonical names in the order of the file. */
  same: { name: string; aliases: { alias: string; articleId: string | null }[] }[];
  /** Names that are never merged. */
  apart: [string, string][];
}

export const noAliases: AliasRules = { same: [], apart: [] };

/**
 * Reads the aliases file: one rule a line, `#` starts a comment.
 *
 *     Vladimir V. Putin = Putin; the Russian president     every speaker of these names is this one
 *     Hillary Clinton = Clinton @ wire-0412                only in the article with this id
 *     Ann Poe != Anna Poe                                  these stay two
 *
 * Throws `CONTENT_MALFORMED` with the line for anything else, and for an alias given to two names.
 */
export function parseAliases(text: string): AliasRules {
  const rules: AliasRules = { same: [], apart: [] };
  const owners = new Map<string, string>();
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = raw.replace(/(?:^|\s)#.*$/, '').trim();
    if (line === '') return;
    const fault = (expected: string): AppError =>
      new AppError('CONTENT_MALFORMED', `Expected ${expected} on line ${index + 1} of the aliases, got "${line}"`, {
        hint: 'Write "Name = alias; alias", "Name = alias @ article-id" or "Name != Name".',
      });
    const unlike = line.split('!=');
    if (unlike.length > 1) {
      const [a, b] = unlike.map((part) => part.trim());
      if (unlike.length !== 2 || !a || !b) throw fault('two names around "!="');
      rules.apart.push([a, b]);
      return;
    }
    const equals = line.indexOf('=');
    if (equals === -1) throw fault('"=" or "!="');
    const name = line.slice(0, equals).trim();
    const parts = line
      .slice(equals + 1)
      .split(';')
      .map((part) => part.trim())
      .filter((part) => part !== '');
    if (name === '' || parts.length === 0) throw fault('a name and at least one alias');
    const aliases = parts.map((part) => {
      const at = part.lastIndexOf(' @ ');
      const alias = at === -1 ? part : part.slice(0, at).trim();
      const articleId = at === -1 ? null : part.slice(at + 3).trim();
      if (alias === '' || articleId === '') throw fault('an alias and an article id around "@"');
      const key = `${plainName(alias)} @ ${articleId ?? ''}`;
      const owner = owners.get(key);
      if (owner !== undefined && owner !== name) throw fault(`"${alias}" under one name, not also under "${owner}"`);
      owners.set(key, name);
      return { alias, articleId };
    });
    rules.same.push({ name, aliases });
  });
  return rules;
}
