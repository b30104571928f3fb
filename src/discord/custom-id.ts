/**
 * What buttons, menus and modals carry: an action, the exchange it is about, and a page or choice. All state besides lives in the
 * store under the exchange's id, so that they work after a restart.
 */
export interface ControlId {
  action: Action;
  /** The id of an exchange or job; empty when the action needs none. */
  id: string;
  /** A page from 0, or what else the action needs to know. */
  detail: string;
}

const actions = [
  'passages', 'follow-up', 'follow-up-modal', 'share', 'good', 'bad', 'quotes-page', 'speaker', 'sources-page', 'cancel-reindex',
] as const; // prettier-ignore

export type Action = (typeof actions)[number];

/** Discord's limit for a `custom_id`. */
const maxLength = 100;

/** @throws RangeError when the parts are too long together, or hold a colon that would change where they end. */
export function renderControlId({ action, id, detail }: ControlId): string {
  const text = `${action}:${id}:${detail}`;
  if (text.length > maxLength || id.includes(':')) {
    throw new RangeError(
      `Expected a custom_id of at most ${maxLength} characters without colons in its id, got ${text}`,
    );
  }
  return text;
}

/** Undefined for a `custom_id` that is not ours, or of a version that is gone. */
export function parseControlId(text: string): ControlId | undefined {
  const [, action, id, detail] = /^([a-z-]+):([^:]*):(.*)$/su.exec(text) ?? [];
  const known = actions.find((name) => name === action);
  return known === undefined || id === undefined || detail === undefined ? undefined : { action: known, id, detail };
}
