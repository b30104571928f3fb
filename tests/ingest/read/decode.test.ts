import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../src/ingest/read/decode.js';

const text = 'The café on the quay serves “ferry” soup – for 3 €.';
const latin = 'The caf\xe9 on the quay serves \x93ferry\x94 soup \x96 for 3 \x80.';
const utf16le = Buffer.from(text, 'utf16le');
const utf16be = Buffer.from(utf16le).swap16();

describe('the encoding of a text', () => {
  it.each<[string, Uint8Array, string | null]>([
    ['UTF-8', Buffer.from(text), null],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${text}`), null],
    ['UTF-16 LE with its mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16le]), null],
    ['UTF-16 BE with its mark', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16be]), null],
    ['UTF-16 LE by its zeros', utf16le, null],
    ['UTF-16 BE by its zeros', utf16be, null],
    ['Windows-1252 when it is not UTF-8', Buffer.from(latin, 'latin1'), null],
    ['Windows-1252 under the name of ISO 8859-1', Buffer.from(latin, 'latin1'), 'text/html; charset=ISO-8859-1'],
    ['UTF-8, whatever Latin encoding its server claims', Buffer.from(text), 'text/plain; charset=iso-8859-1'],
    ['UTF-8 when its charset is unknown', Buffer.from(text), 'text/plain; charset=klingon'],
  ])('is found: %s', (_, bytes, contentType) => {
    expect(decodeText(bytes, contentType)).toBe(text);
  });

  it('is the one that the document declares', () => {
    const xml = Buffer.from('<?xml version="1.0" encoding="windows-1251"?><a>\xcf\xe0\xf0\xee\xec</a>', 'latin1');
    const html = Buffer.from('<html><head><meta charset="shift_jis"></head>\x93\x8c\x8b\x9e</html>', 'latin1');
    expect(decodeText(xml, null)).toContain('Паром');
    expect(decodeText(html, null)).toContain('東京');
  });

  it('stays UTF-8 when a few bytes of it are damaged', () => {
    const bytes = Buffer.concat([Buffer.from('é'.repeat(50)), Buffer.from([0xc3])]);
    expect(decodeText(bytes, null)).toBe(`${'é'.repeat(50)}\ufffd`);
  });
});
