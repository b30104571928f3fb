import type { OpenIndex } from './app-index.js';
import type { App } from './app.js';
import type { Article, ArticleName, Place } from './domain/article.js';
import { AppError } from './errors.js';

/** So many ids are asked for at once. */
const idsPerPage = 1000;

/** The part of the app that shows articles as they are indexed. */
export function createArticleDesk({
  index,
}: {
  index: <Result>(work: (index: OpenIndex) => Promise<Result>) => Promise<Result>;
}): Pick<App, 'article' | 'listArticles'> {
  return {
    article: (id) =>
      index(async ({ store }) => {
        const article = await store.findArticle(id);
        if (article !== undefined) return { ...article, places: await store.listPlaces(id) };
        throw new AppError('ARTICLE_NOT_FOUND', `No indexed article has the id ${JSON.stringify(id)}`, {
          hint: 'Ids stand in the JSON output of "search" and "ask".',
        });
      }),
    listArticles: () =>
      index(async ({ store }) => {
        const names: ArticleName[] = [];
        for (let last: string | null = null; ;) {
          const ids = await store.listArticleIds(last, idsPerPage);
          for (const id of ids) {
            const article = await store.findArticle(id);
            // Another process may have removed it since.
            if (article !== undefined) names.push(nameOf(article, await store.listPlaces(id)));
          }
          if (ids.length < idsPerPage) return names;
          last = ids.at(-1)!;
        }
      }),
  };
}

function nameOf({ id, title, url }: Article, places: readonly Place[]): ArticleName {
  const all = [{ title, url }, ...places];
  return {
    id,
    title,
    titles: [...new Set(all.map((place) => place.title))],
    urls: [...new Set(all.flatMap((place) => place.url ?? []))],
  };
}
