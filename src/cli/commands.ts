import type { CommandSpec, OptionSpec } from './command.js';

const day = 'a day or period';

const filters = {
  outlet: { kind: 'text', value: 'a name', meaning: 'Only articles of this outlet.' },
  author: { kind: 'text', value: 'a name', meaning: 'Only articles by this author.' },
  since: {
    kind: 'text',
    value: day,
    meaning: 'Only articles from its first day on: 2025-03-04, "Nov 2024", "last week".',
  },
  until: { kind: 'text', value: day, meaning: 'Only articles up to its last day.' },
  'asked-on': { kind: 'text', value: 'a day', meaning: 'The day that "last week" counts from; today when left out.' },
} as const satisfies Record<string, OptionSpec>;

const json = { kind: 'flag', meaning: 'Print JSON; the README explains its fields.' } as const satisfies OptionSpec;
const batch = {
  kind: 'flag',
  meaning: 'Read questions as JSON lines {"id", "question", "askedOn"}, write a JSON line for each.',
} as const satisfies OptionSpec;

/** Every command, in the order in which the help lists them. */
export const commands: readonly CommandSpec[] = [
  {
    name: 'ask',
    summary: 'Answer a question from the coverage, with citations',
    usage: ['ask <question> [options]', 'ask --batch [options] < questions.jsonl'],
    options: {
      ...filters,
      limit: { kind: 'text', value: 'a number', meaning: 'The most sentences of an answer (default 4).' },
      fresh: { kind: 'flag', meaning: 'Bring the index up to date first.' },
      batch,
      json,
    },
    examples: [
      { command: 'ask "How many people died on the ferry?"', does: 'an answer, or what was searched in vain' },
      { command: 'ask "What did the inquiry find?" --since "May 2025"', does: 'from the coverage of that time alone' },
    ],
    load: () => import('./commands/ask.js'),
  },
  {
    name: 'search',
    summary: 'List the passages that fit a question best',
    usage: ['search <question> [options]', 'search --batch [options] < questions.jsonl'],
    options: {
      ...filters,
      limit: { kind: 'text', value: 'a number', meaning: 'The most passages (default 10).' },
      batch,
      json,
    },
    examples: [{ command: 'search "ferry alarm" --limit 5', does: 'the five best passages' }],
    load: () => import('./commands/search.js'),
  },
  {
    name: 'quotes',
    summary: 'Show who said what, word for word',
    usage: ['quotes [options]', 'quotes <speaker> [options]', 'quotes --all --json'],
    options: {
      about: { kind: 'text', value: 'words', meaning: 'Only quotes about this, the best first.' },
      id: { kind: 'text', value: 'an id', meaning: 'The speaker with this id, where a name fits several.' },
      ...filters,
      limit: { kind: 'text', value: 'a number', meaning: 'The most quotes (default 10), or speakers (default 50).' },
      all: { kind: 'flag', meaning: 'Every quote, as JSON lines.' },
      json,
    },
    examples: [
      { command: 'quotes', does: 'everyone who is quoted, with the number of quotes' },
      { command: 'quotes "Elin Torvay" --about "the choir"', does: 'what she said about it' },
    ],
    load: () => import('./commands/quotes.js'),
  },
  {
    name: 'verify',
    summary: 'Check a quotation against the coverage',
    usage: ['verify <quotation> [--by <name>] [--json]'],
    options: {
      by: { kind: 'text', value: 'a name', meaning: 'Who is said to have said it.' },
      json,
    },
    examples: [
      {
        command: 'verify "The tablets stay on Skerrin" --by "Elin Torvay"',
        does: 'exact, altered, spliced or not found',
      },
    ],
    load: () => import('./commands/verify.js'),
  },
  {
    name: 'article',
    summary: 'Show one article as indexed',
    usage: ['article <id> [--json]'],
    options: { json },
    examples: [],
    load: () => import('./commands/article.js'),
  },
  {
    name: 'sources',
    summary: 'List, add or remove the places that articles come from',
    usage: ['sources [list] [--json]', 'sources add <file, folder or address>', 'sources remove <source>'],
    options: { json },
    examples: [
      { command: 'sources add https://example.org/feed.xml', does: 'read a feed and its articles at the next reindex' },
      { command: 'sources add "https://example.org/feed.xml every 6 h"', does: 'and how often the bot watches it' },
    ],
    load: () => import('./commands/sources.js'),
  },
  {
    name: 'reindex',
    summary: 'Bring the index up to date',
    usage: ['reindex [--full] [--wait] [--json]', 'reindex --rollback [--json]'],
    options: {
      full: { kind: 'flag', meaning: 'Build a new index beside the old one, then switch to it.' },
      wait: { kind: 'flag', meaning: 'While another process indexes, wait and then begin.' },
      rollback: { kind: 'flag', meaning: 'Go back to the index before the last full reindex.' },
      json,
    },
    examples: [],
    load: () => import('./commands/reindex.js'),
  },
  {
    name: 'status',
    summary: 'Show what is indexed, from where, and what could not be',
    usage: ['status [--json]'],
    options: { json },
    examples: [],
    load: () => import('./commands/status.js'),
  },
  {
    name: 'doctor',
    summary: 'Say what is wrong and what to do about it',
    usage: ['doctor [--json]'],
    options: { json },
    examples: [],
    load: () => import('./commands/doctor.js'),
  },
  {
    name: 'eval',
    summary: 'Judge ranking and answers by cases whose answers are known',
    usage: ['eval <cases.jsonl>... [--html <file>] [--json]', 'eval --compare <before.json> <after.json> [--json]'],
    options: {
      html: { kind: 'text', value: 'a file', meaning: 'Write a page with plots and the worst cases.' },
      compare: { kind: 'flag', meaning: 'Say how two reports of --json differ, and whether it may be chance.' },
      json,
    },
    examples: [
      {
        command: 'eval evaluation/sample-coverage.jsonl --html report.html',
        does: 'a table here and a page with plots',
      },
      { command: 'eval --compare before.json after.json', does: 'what a change of ranking did' },
    ],
    load: () => import('./commands/eval.js'),
  },
  {
    name: 'bot',
    summary: 'Run the Discord bot until it is stopped',
    usage: ['bot'],
    options: {},
    examples: [],
    load: () => import('./commands/bot.js'),
  },
];
