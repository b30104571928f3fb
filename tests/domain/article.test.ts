import { describe, expect, it } from 'vitest';
import { contentHash, sha256, type Article } from '../../src/domain/article.js';

const article: Article = {
  id: 'a-1',
  url: 'https://example.org/a-1',
  title: 'Ferry sinks',
  titleDerived: false,
  outlet: 'The Bay Herald',
  authors: ['Ana Prado', 'Piers Holm'],
  publishedAt: '2025-03-05',
  body: 'The ferry sank.',
};

describe('the content hash of an article', () => {
  it('is 64 hex digits, and the same for the same content', () => {
    expect(contentHash(article)).toMatch(/^[0-9a-f]{64}$/);
    expect(contentHash({ ...article, authors: [...article.authors] })).toBe(contentHash(article));
  });

  it.each<Partial<Article>>([
    { url: null },
    { title: 'Ferry sinks ' },
    { titleDerived: true },
    { outlet: null },
    { authors: ['Piers Holm', 'Ana Prado'] },
    { authors: ['Ana Prado, Piers Holm'] },
    { publishedAt: '2025-03-06' },
    { body: 'The ferry sank!' },
  ])('changes with whatever is shown or searched: %j', (change) => {
    expect(contentHash({ ...article, ...change })).not.toBe(contentHash(article));
  });

  it('does not know under which id the article is kept', () => {
    expect(contentHash({ ...article, id: 'other' })).toBe(contentHash(article));
  });

  it('keeps fields apart that would read the same in a row', () => {
    expect(contentHash({ ...article, title: 'ab', body: 'c' })).not.toBe(
      contentHash({ ...article, title: 'a', body: 'bc' }),
    );
  });
});

describe('SHA-256', () => {
  it('is that of the text’s UTF-8 bytes', () => {
    expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256('ö')).toBe(sha256(new TextEncoder().encode('ö')));
    expect(sha256('ö')).not.toBe(sha256('o'));
  });
});
