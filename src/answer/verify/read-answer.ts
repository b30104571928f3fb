import { trimSpan, type Span } from '../../domain/span.js';
import { sentenceSpans } from '../../domain/text.js';
import { findMarkers, unfinishedMarker, type Marker } from './markers.js';
import { plainText, tornAddress } from './plain-text.js';
import type { ModelSentence } from './types.js';

/** Reads an answer as it arrives. */
export interface AnswerReader {
  /**
   * Takes the next stretch of the answer, cut anywhere, and returns the sentences that are complete: when the first word after
   * a sentence and its markers has been read. The same sentences come out however the answer is cut.
   */
  push(chunk: string): ModelSentence[];
  /** The sentences that are left when the answer has ended. */
  end(): ModelSentence[];
}

/**
 * Reads an answer sentence by sentence: markers go to the sentence that they stand in or right behind, a marker that opens a line
 * to the sentence after it. Headings and code blocks are left out, list marks, emphasis and links are taken off. Sentences without
 * a word are left out. Costs a few times what is not yet complete for each chunk.
 */
export function createAnswerReader(): AnswerReader {
  let rest = '';
  const read = (isEnd: boolean): ModelSentence[] => {
    const sentences: ModelSentence[] = [];
    for (;;) {
      const fence = /(?:^|\n)[ \t]*(?:```|~~~)/.exec(rest);
      const before = fence === null ? rest : rest.slice(0, fence.index);
      const taken = takeSentences(before, isEnd || fence !== null);
      sentences.push(...taken.sentences);
      if (fence === null) {
        rest = isEnd ? '' : rest.slice(taken.consumed);
        return sentences;
      }
      const from = fence.index + fence[0].length;
      const close = /\n[ \t]*(?:```|~~~)[^\n]*/.exec(rest.slice(from));
      if (close === null) {
        rest = isEnd ? '' : rest.slice(fence.index);
        return sentences;
      }
      rest = rest.slice(from + close.index + close[0].length);
    }
  };
  return {
    push: (chunk) => {
      rest += chunk;
      return read(false);
    },
    end: () => read(true),
  };
}

/** All sentences of an answer that is complete. */
export function readAnswer(answer: string): ModelSentence[] {
  const reader = createAnswerReader();
  return [...reader.push(answer), ...reader.end()];
}

function takeSentences(raw: string, isEnd: boolean): { sentences: ModelSentence[]; consumed: number } {
  // An open bracket may become a marker of the sentence before it, and an open line a heading.
  const visible = isEnd ? raw : raw.slice(0, unfinishedMarker(raw));
  const { text, offsets, markers } = withoutMarks(visible);
  const spans = joinQuotations(text, splitAtMarkers(text, sentenceSpans(text), markers), markers);
  const sentences: ModelSentence[] = [];
  let consumed = 0;
  spans.forEach(({ start, end }, i) => {
    const next = spans[i + 1];
    if (!isEnd && (next === undefined || !/[\p{L}]{1,40}[^\p{L}]/u.test(text.slice(next.start)))) return;
    if (consumed < 0) return;
    const own = markers.filter((marker) => ownerOf(marker, spans, text) === i);
    const sentence = plainText(text.slice(start, end));
    const torn = tornAddress(text.slice(start, end));
    if (/[\p{L}\p{N}]/u.test(sentence))
      sentences.push({
        text: sentence,
        numbers: [...new Set(own.flatMap(({ numbers }) => numbers))],
        ...(mention.test(text.slice(start, end)) && { hasMention: true }),
        ...(torn !== undefined && { tornAddress: torn }),
      });
    consumed = startOfNext(next, markers, text, offsets, spans, i, raw.length);
  });
  return { sentences, consumed: isEnd ? raw.length : consumed };
}

const mention = /@(?:everyone|here)\b|<@[!&]?\d/iu;

function startOfNext(
  next: { start: number } | undefined,
  markers: readonly PlacedMarker[],
  text: string,
  offsets: readonly number[],
  spans: readonly { start: number; end: number }[],
  i: number,
  length: number,
): number {
  if (next === undefined) return length;
  // A marker that stands before the next sentence and belongs to it is read again with it.
  const early = markers.find((marker) => marker.at <= next.start && ownerOf(marker, spans, text) === i + 1);
  const lineStart = text.lastIndexOf('\n', next.start - 1);
  const start = lineStart >= spans[i]!.end ? offsets[lineStart]! : offsets[next.start]!;
  return early === undefined ? start : Math.min(start, early.rawStart);
}

/** A marker beside a full stop shows a border where "p.m." and "Inc." alone, or a mention that follows, leave it open. */
function splitAtMarkers(text: string, spans: readonly Span[], markers: readonly PlacedMarker[]): Span[] {
  return spans.flatMap((span) => {
    const borders = markers
      .filter(({ at }) => at > span.start && at < span.end)
      .flatMap(({ at }) => {
        const stop = /^[.!?]["”’)]?(?=\s)/u.exec(text.slice(at, span.end).trimStart())?.[0];
        const border = stop === undefined ? at : text.indexOf(stop, at) + stop.length;
        const isStopped = stop !== undefined || /[.!?]["”’)]?\s*$/u.test(text.slice(span.start, at));
        return isStopped && /^\s*["“‘(]?[\p{Lu}\p{N}<@]/u.test(text.slice(border, span.end)) ? [border] : [];
      });
    return [...new Set([span.start, ...borders])].map((start, i, starts) =>
      trimSpan(text, { start, end: starts[i + 1] ?? span.end }),
    );
  });
}

/**
 * Sentences that are joined by a quotation: no sentence of an answer ends within quotation marks, and “Stop!” goes on to who called it,
 * unless it has a marker of its own.
 */
function joinQuotations(text: string, spans: readonly Span[], markers: readonly PlacedMarker[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans) {
    const last = joined.at(-1);
    const isOneLine = last !== undefined && !text.slice(last.start, span.start).includes('\n');
    if (
      last !== undefined &&
      isOneLine &&
      (isOpen(text.slice(last.start, last.end)) || isBareCall(text, last, span, markers))
    )
      last.end = span.end;
    else joined.push({ ...span });
  }
  return joined;
}

function isOpen(text: string): boolean {
  const straight = text.match(/"/g)?.length ?? 0;
  const [opening, closing] = [text.match(/[“„«]/gu)?.length ?? 0, text.match(/[”»]/gu)?.length ?? 0];
  return straight % 2 === 1 || (/[“„«][^”»]*$/u.test(text) && opening > closing);
}

function isBareCall(text: string, last: Span, next: Span, markers: readonly PlacedMarker[]): boolean {
  const isCall = /^["“«][^"“”«»]*[!?]["”»]$/u.test(text.slice(last.start, last.end));
  return isCall && !markers.some(({ at }) => at >= last.end && at <= next.start);
}

interface PlacedMarker extends Marker {
  /** Offset in the text without marks. */
  at: number;
  rawStart: number;
}

/** The index of the sentence that a marker belongs to. */
function ownerOf({ at }: PlacedMarker, spans: readonly { start: number; end: number }[], text: string): number {
  const following = spans.findIndex(({ end }) => at < end);
  if (following === -1) return spans.length - 1;
  const { start } = spans[following]!;
  if (at > start || following === 0) return following;
  const before = spans[following - 1]!;
  const opensLine = /\n\s*$/u.test(text.slice(before.end, at)) && !text.slice(at, start).includes('\n');
  return opensLine ? following : following - 1;
}

/** Images (first, as the beginning of a line is a match of its own), headings, list marks, emphasis and markers; what is left of the text keeps a map to where it stood. */
const marks =
  /!\[[^\]\n]*\]\([^)\n]*\)|^[ \t]*#{1,6}[ \t][^\n]*|^[ \t]*(?:>[ \t]?)*(?:[-*+•‣▪][ \t]+|\d{1,2}[.)][ \t]+(?=\S))?|\*+|__+|~~|`/gmu;

function withoutMarks(raw: string): { text: string; offsets: number[]; markers: PlacedMarker[] } {
  const found = findMarkers(raw);
  const cuts = [
    ...found,
    ...[...raw.matchAll(marks)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      numbers: null,
    })),
  ].sort((a, b) => a.start - b.start || b.end - a.end);
  let text = '';
  const offsets: number[] = [];
  const markers: PlacedMarker[] = [];
  let at = 0;
  const copy = (to: number): void => {
    for (; at < to; at++) {
      text += raw.charAt(at);
      offsets.push(at);
    }
  };
  for (const cut of cuts) {
    if (cut.start < at || cut.end === cut.start) continue;
    copy(cut.start);
    if (cut.numbers !== null)
      markers.push({ start: cut.start, end: cut.end, numbers: cut.numbers, at: text.length, rawStart: cut.start });
    at = cut.end;
  }
  copy(raw.length);
  offsets.push(raw.length);
  return { text, offsets, markers };
}
