import type { Span } from '../../domain/span.js';

/** A marker such as [1], [1, 2], [1-3], 【1】, 【1†source】, [^1] or [passage 2], with its numbers. */
export interface Marker extends Span {
  numbers: number[];
}

const pattern =
  /[[【［]\s*(?:\^|#|n=?|(?:passages?|sources?|articles?|refs?|p)\.?\s?)?\s*(\d{1,3}(?:\s*(?:[,;&]|and|[-–—])\s*#?\d{1,3})*)\s*(?:†[^\]】\n]{0,60})?[\]】］]/giu;
/** "(1)" and "(1, 2)" where a sentence ends; a figure in brackets stands where it goes on. */
const bracketed = /(?<=[\p{L}\p{N}.!?”"’]\s?)\((\d{1,2}(?:\s*[,;&]\s*\d{1,2})*)\)(?=\s*(?:[.!?](?:\s|$)|\n|$))/gu;
/** More numbers than this in one range name no passages. */
const longestRange = 20;

/** The markers of a text, in order. Their numbers are in the order written, and may be of no passage. */
export function findMarkers(text: string): Marker[] {
  return [...text.matchAll(pattern), ...text.matchAll(bracketed)]
    .map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      numbers: readNumbers(match[1]!),
    }))
    .sort((a, b) => a.start - b.start);
}

/** Where a marker or an image may have begun at the end of a text that goes on; the text's length when none has. */
export function unfinishedMarker(text: string): number {
  const open = /(?:!?[[【［][^\]】］\n]{0,60}|!\[[^\]\n]*\]\([^)\n]*|\([\d,;& ]{0,12}\)?\s*[.!?]?|!)$/u.exec(text);
  return open === null ? text.length : open.index;
}

function readNumbers(list: string): number[] {
  return list.split(/[,;&]|and/u).flatMap((part) => {
    const [from, to] = part.split(/[-–—]/u).map((number) => Number(number.replace('#', '').trim()));
    if (to === undefined || to <= from! || to - from! > longestRange) return [from!, ...(to === undefined ? [] : [to])];
    return Array.from({ length: to - from! + 1 }, (_, i) => from! + i);
  });
}
