import type { Filters } from '../../domain/answer.js';
import { foldName } from '../../domain/fold.js';

/** A condition over `articles AS a` with its parameters; an empty `sql` lets everything through. */
export interface Condition {
  sql: string;
  values: string[];
}

/**
 * The condition of filters. Outlet and author match as whole words within the name, whatever their case and accents, so that
 * "herald" finds "The Bay Herald"; a date filter leaves out undated articles.
 */
export function filterCondition(filters: Filters): Condition {
  const parts: string[] = [];
  const values: string[] = [];
  const add = (sql: string, value: string): void => {
    parts.push(sql);
    values.push(value);
  };
  if (filters.outlet !== undefined) add(`instr(' ' || a.outlet_folded || ' ', ?) > 0`, ` ${foldName(filters.outlet)} `);
  if (filters.author !== undefined) add(`instr(a.authors_folded, ?) > 0`, ` ${foldName(filters.author)} `);
  if (filters.since !== undefined) add('a.published_day >= ?', filters.since);
  if (filters.until !== undefined) add('a.published_day <= ?', filters.until);
  return { sql: parts.join(' AND '), values };
}
