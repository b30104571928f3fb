import { wrongUse } from '../arguments.js';
import type { Arguments } from '../arguments.js';
import type { CommandContext } from '../command.js';
import { toJsonLine, toPrintable } from '../printable.js';
import { renderArticle } from '../render/article.js';
import { toArticleRow } from '../rows.js';

/** Shows one article. */
export async function run(args: Arguments, context: CommandContext): Promise<number> {
  const [id, ...others] = args.positionals;
  if (id === undefined || others.length > 0) {
    throw wrongUse({ name: 'article' }, `Expected the id of one article, got ${args.positionals.length || 'none'}.`);
  }
  const app = await context.openApp();
  const article = await app.article(id);
  await context.stdout.write(
    args.flags.has('json')
      ? toJsonLine(toArticleRow(article))
      : renderArticle(toPrintable(article), context.stdout.style),
  );
  return 0;
}
