import { AppError } from '../../errors.js';

/**
 * The text of a file or page. The encoding is, in this order: the byte order mark; UTF-16 by the pattern of its zero bytes; the
 * charset of the content type; the one declared inside (XML declaration, HTML meta); UTF-8; Windows-1252. A declared charset
 * that the bytes do not bear out is passed over, and a Latin one gives way to UTF-8 where the bytes are valid UTF-8 beyond
 * ASCII, which Latin text never is by chance.
 *
 * @throws AppError `CONTENT_EMPTY`, `CONTENT_BINARY`
 */
export function decodeText(bytes: Uint8Array, contentType: string | null): string {
  if (bytes.length === 0) throw new AppError('CONTENT_EMPTY', 'Expected text, got an empty file.');
  const kind = findBinaryKind(bytes);
  if (kind !== null) throw binary(`it looks like ${kind}`);
  const text = decode(bytes, contentType);
  const share = controlShare(text);
  // Text has next to none; one in two hundred leaves room for form feeds and a damaged line.
  if (share > 0.005) throw binary(`${Math.max(1, Math.round(share * 100))}% of it are control characters`);
  if (text.trim() === '') throw new AppError('CONTENT_EMPTY', 'Expected text, got nothing but white space.');
  return text;
}

function binary(reason: string): AppError {
  return new AppError('CONTENT_BINARY', `Expected text, got binary data: ${reason}.`, {
    hint: 'Save it as plain text, Markdown or HTML in UTF-8, or take it out of the source.',
  });
}

const signatures: [string, string][] = [
  ['%PDF-', 'a PDF document'],
  ['PK\x03\x04', 'a ZIP archive or an Office document'],
  ['\x89PNG', 'a PNG picture'],
  ['\xff\xd8\xff', 'a JPEG picture'],
  ['GIF8', 'a GIF picture'],
  ['RIFF', 'a WebP picture or a sound or video file'],
  ['\x1f\x8b', 'gzip data'],
  ['BZh', 'bzip2 data'],
  ['\xfd7zXZ\x00', 'xz data'],
  ['\x28\xb5\x2f\xfd', 'Zstandard data'],
  ['7z\xbc\xaf\x27\x1c', 'a 7-Zip archive'],
  ['Rar!\x1a\x07', 'a RAR archive'],
  ['\xd0\xcf\x11\xe0', 'an old Office document'],
  ['SQLite format 3\x00', 'an SQLite database'],
  ['\x7fELF', 'a program'],
  ['\x00asm', 'a WebAssembly module'],
  ['OggS', 'an Ogg file'],
  ['ID3\x03', 'an MP3 file'],
  ['ID3\x04', 'an MP3 file'],
  ['\x00\x00\x00\x1cftyp', 'an MP4 file'],
  ['\x00\x00\x00\x20ftyp', 'an MP4 file'],
  ['\xff\xfe\x00\x00', 'UTF-32 text'],
  ['\x00\x00\xfe\xff', 'UTF-32 text'],
];

function findBinaryKind(bytes: Uint8Array): string | null {
  const head = latin1(bytes.subarray(0, 16));
  return signatures.find(([signature]) => head.startsWith(signature))?.[1] ?? null;
}

function decode(bytes: Uint8Array, contentType: string | null): string {
  const unicode = findUtf16(bytes);
  if (unicode !== null) return new TextDecoder(unicode).decode(bytes);
  const utf8 = tryDecode('utf-8', bytes);
  for (const label of [charsetOf(contentType), charsetInside(bytes)]) {
    if (label === null) continue;
    if (utf8 !== null && (latinLabels.test(label) || /^utf-?8$/i.test(label))) return utf8;
    const text = latinLabels.test(label) ? decodeWindows1252(bytes) : tryDecode(label, bytes);
    if (text !== null) return text;
  }
  return utf8 ?? decodeDamaged(bytes);
}

const latinLabels = /^(us-ascii|ascii|latin-?1|iso[-_]?8859[-_]1|iso[-_]?8859[-_]15|windows-1252|cp-?1252)$/i;

/** UTF-8 with a few broken bytes stays UTF-8; anything else of one byte a letter is Windows-1252, which can read all. */
function decodeDamaged(bytes: Uint8Array): string {
  const lossy = new TextDecoder('utf-8').decode(bytes);
  let broken = 0;
  let beyondAscii = 0;
  for (let i = 0; i < lossy.length; i++) {
    const code = lossy.charCodeAt(i);
    if (code === 0xfffd) broken++;
    else if (code > 0x7f) beyondAscii++;
  }
  return beyondAscii >= 4 * broken ? lossy : decodeWindows1252(bytes);
}

// What bytes 0x80 to 0x9F stand for; five of them are not assigned. TextDecoder knows them too, but in some releases of Node reads
// them as the control characters of ISO 8859-1.
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function decodeWindows1252(bytes: Uint8Array): string {
  return latin1(bytes).replace(/[\x80-\x9f]/g, (control) => windows1252[control.charCodeAt(0) - 0x80]!);
}

function tryDecode(label: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    // An unknown label, or bytes that are not of it: the next candidate has its turn.
    return null;
  }
}

function findUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const size = Math.min(bytes.length, 4096) & ~1;
  if (size < 4) return null;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < size; i += 2) {
    if (bytes[i] === 0) even++;
    if (bytes[i + 1] === 0) odd++;
  }
  const half = size / 2;
  // In UTF-16 of a Latin script nearly every second byte is zero and hardly any of the others.
  if (odd > half * 0.4 && even < half * 0.05) return 'utf-16le';
  return even > half * 0.4 && odd < half * 0.05 ? 'utf-16be' : null;
}

function charsetOf(contentType: string | null): string | null {
  return /charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(contentType ?? '')?.[1] ?? null;
}

function charsetInside(bytes: Uint8Array): string | null {
  const head = latin1(bytes.subarray(0, 2048));
  const declared =
    /^\s{0,20}<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})/i.exec(head) ??
    /<meta\s[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})/i.exec(head);
  const label = declared?.[1] ?? null;
  // What can be read as ASCII so far cannot be UTF-16, whatever it says.
  return label !== null && /^utf-?16/i.test(label) ? null : label;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function controlShare(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if ((code < 32 && !(code >= 9 && code <= 13)) || (code >= 0x7f && code <= 0x9f)) count++;
  }
  return count / Math.max(1, text.length);
}
