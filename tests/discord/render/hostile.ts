import fc from '../../property.js';

/** What articles, nicknames and questions may hold to look like the bot's own words, to ping, or to break the Markdown. */
export const hostileFragments = [
  '*', '**', '***', '_', '__', '~', '~~', '~~~', '`', '```', '```ansi\n\u001b[31mred\n```', '||', '|', '\\', '\\\\', '\n', '\n\n', ' ', '> ', '>>> ',
  '# ', '### ', '-# ', '- ', '+ ', '1. ', '1.', '.', '-', '[', ']', '(', ')', '](', '[1]', '[x](https://evil.example)', '[[1]](https://evil.example/)',
  'https://evil.example/a_b', 'http://', '://', 'www.evil.example', 'discord.gg/abc', 'https://discord.com/invite/abc', '<https://evil.example>',
  '<mailto:a@b.example>', '@everyone', '@here', '<@123456789012345678>', '<@!1>', '<@&2>', '<#3>', '</ask:4>', '<t:1700000000:R>', '<:smile:5>',
  '<a:smile:6>', '<id:customize>', ':100:', ':smile:', '<', '>', '@', '#', ':', '&', '%29', '¯\\_(ツ)_/¯', '😀', '👩‍👩‍👧‍👦', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 'é', 'ä́̂',
  '\u202e', '\u2066', '\u200b', '\u200d', '\ufeff', '\u0000', '\u001b[31m', '\r', '\u2028', '\u00a0', '“', '”', '"', '„', '«', '»', 'word', 'Mr. Hale said', '7',
] as const; // prettier-ignore

/** Texts that are made to do harm. */
export const hostileText = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...hostileFragments) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
      { weight: 2, arbitrary: fc.constantFrom('the', ' ferry ', 'sank', ' in the sound', ', ') },
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''));

/** Texts of words only, so that something can be found in them. */
export const plainText = fc
  .array(fc.constantFrom('the', 'ferry', 'sank', 'off', 'Skerrin', 'in', 'March', '44', 'people'), {
    minLength: 1,
    maxLength: 20,
  })
  .map((words) => words.join(' '));

/** Something long: an article's paragraph over and over, or thousands of emoji. */
export const longText = fc
  .tuple(
    fc.oneof(hostileText, plainText, fc.constantFrom('😀', '👩‍👩‍👧‍👦', '*', '[', 'ä', 'x')),
    fc.integer({ min: 1, max: 60 }),
  )
  .map(([text, times]) => text.repeat(text.length < 4 ? times * 80 : times));

export const hostileUrl = fc.oneof(
  fc.constantFrom(
    null,
    'https://packet.example/inquiry',
    'https://packet.example/a_(b)_*c*?q=[x]&y="z"#~~é',
    'http://packet.example/x y)z',
    'javascript:alert(1)',
    'https://packet.example/) **bold** [x](https://evil.example',
    'https://[::1]/x',
    'not an address',
    'https://packet.example/<b>\\`|',
  ),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.integer({ min: 1, max: 3000 }).map((length) => `https://packet.example/${'x'.repeat(length)}`),
);
