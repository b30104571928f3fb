import type { IndexedArticle } from '../../app.js';
import { wrap } from '../style.js';
import type { Style } from '../style.js';
import { describeAuthors, describeOrigin, onOneLine } from '../../domain/describe.js';

/** An article as indexed: details, body, and the other places it was found in. */
export function renderArticle(article: IndexedArticle, style: Style): string {
  const origin = [describeOrigin(article), describeAuthors(article)];
  const head = [wrap(style, style.bold(onOneLine(article.title)))];
  if (article.titleDerived) head.push(style.dim(wrap(style, '(no headline in the source; taken from the text)')));
  const details = origin.filter((part) => part !== '').join(', ');
  if (details !== '') head.push(wrap(style, details));
  if (article.url !== null) head.push(style.dim(article.url));
  head.push(style.dim(wrap(style, `article ${article.id}, from ${article.places[0]?.location ?? 'an unknown place'}`)));
  const paragraphs = article.body.split(/\n{2,}/).map((paragraph) => wrap(style, onOneLine(paragraph)));
  const blocks = [head.join('\n'), ...paragraphs];
  const others = article.places.slice(1);
  if (others.length > 0) {
    const lines = others.map((place) => {
      const printed = [onOneLine(place.title), describeOrigin(place)].filter((part) => part !== '').join(', ');
      return `${wrap(style, printed, '  - ')}\n${style.dim(wrap(style, place.url ?? place.location, '    '))}`;
    });
    blocks.push([style.bold('Also found as'), ...lines].join('\n'));
  }
  return blocks.join('\n\n') + '\n';
}
