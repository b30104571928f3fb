import { marked } from 'marked';
import { parse as parseYaml } from 'yaml';
import { AppError, toAppError } from '../../errors.js';
import { parseRecord, type Draft } from './draft.js';
import { parseHtml, textBlocks } from './html-text.js';

/**
 * An article from Markdown: front matter in YAML gives the fields, the rest is the body. Without a title in the front matter, a heading of the
 * first level before any text is the title. Headings stay as paragraphs of their own (they say what a section is about), links
 * become their text, every list item and table row is a paragraph; pictures, comments and hidden HTML go.
 *
 * @throws AppError `CONTENT_MALFORMED`, `CONTENT_EMPTY`
 */
export function readMarkdown(text: string): Draft {
  const { matter, rest } = splitFrontMatter(text.replace(/\r\n?/g, '\n'));
  const fields = matter === null ? {} : parseMatter(matter);
  const blocks = textBlocks(parseHtml(renderMarkdown(rest)).body);
  const heading = blocks[0]?.element.nodeName === 'H1' ? blocks[0].text : null;
  const body = (heading === null ? blocks : blocks.slice(1)).map((block) => block.text).join('\n\n');
  if (body === '') throw new AppError('CONTENT_EMPTY', 'Expected text after the front matter, got none.');
  const draft = parseRecord({ ...withoutBody(fields), body: '-' });
  return { ...draft, title: draft.title ?? heading, body };
}

function splitFrontMatter(text: string): { matter: string | null; rest: string } {
  const start = text.trimStart();
  if (!/^---[ \t]*\n/.test(start)) return { matter: null, rest: text };
  const open = start.indexOf('\n') + 1;
  const close = /^(?:---|\.\.\.)[ \t]*$/m.exec(start.slice(open));
  if (close === null) return { matter: null, rest: text };
  return { matter: start.slice(open, open + close.index), rest: start.slice(open + close.index + close[0].length) };
}

function parseMatter(matter: string): object {
  try {
    const fields: unknown = parseYaml(matter, { maxAliasCount: 20 });
    if (fields === null || fields === undefined) return {};
    if (typeof fields === 'object' && !Array.isArray(fields)) return fields;
  } catch (error) {
    throw toAppError(error, 'CONTENT_MALFORMED', 'Expected front matter in YAML');
  }
  // Two rules around a line of text are no front matter; nothing of it is a field.
  return {};
}

/** The text after the front matter is the body, whatever a field of that name holds. */
function withoutBody(fields: object): object {
  const names = /^(body|text|content|article_?body|content_?(html|text)|html)$/i;
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !names.test(key)));
}

// The parser's cost grows faster than the length of a line; no paragraph of prose is this long.
const longestLine = 100_000;

function renderMarkdown(text: string): string {
  if (text.split('\n').some((line) => line.length > longestLine)) {
    throw new AppError('CONTENT_MALFORMED', `Expected Markdown, got a line of more than ${longestLine} characters.`, {
      hint: 'Save the article as plain text (.txt).',
    });
  }
  if (deepNesting.test(text)) {
    throw new AppError('CONTENT_MALFORMED', 'Expected Markdown, got lists or quotations nested beyond reading.');
  }
  try {
    return marked.parse(text, { async: false, gfm: true });
  } catch (error) {
    throw new AppError('CONTENT_MALFORMED', 'Expected Markdown, got text that its parser gives up on.', {
      cause: error,
    });
  }
}

// The parser's cost grows with the square of the depth.
const deepNesting = /^[ \t>]{200}/m;
