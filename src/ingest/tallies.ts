import type { RunCounts } from '../ports.js';
import type { Verdict } from './article-indexer.js';

/** Counts what became of each article, once, also when its document is read again in the same run. */
export interface Tallies {
  /** An article of a document that was read. Of two verdicts on it the later one counts, unless it says that nothing changed since. */
  add(document: string, location: string, verdict: Verdict): void;
  /** The articles of a document that did not need reading. */
  addUnread(document: string, articles: number): void;
}

/** Writes into `counts`. */
export function createTallies(counts: RunCounts): Tallies {
  const unread = new Map<string, number>();
  const verdicts = new Map<string, Map<string, Verdict>>();
  return {
    add: (document, location, verdict) => {
      counts.unchanged -= unread.get(document) ?? 0;
      unread.delete(document);
      const ofDocument = verdicts.get(document) ?? new Map<string, Verdict>();
      verdicts.set(document, ofDocument);
      const before = ofDocument.get(location);
      if (verdict === 'unchanged' && (before === 'added' || before === 'changed')) return;
      if (before !== undefined) counts[countOf[before]]--;
      counts[countOf[verdict]]++;
      ofDocument.set(location, verdict);
    },
    addUnread: (document, articles) => {
      counts.unchanged += articles;
      unread.set(document, articles);
    },
  };
}

const countOf = { added: 'added', changed: 'changed', unchanged: 'unchanged', duplicate: 'duplicates' } as const;
