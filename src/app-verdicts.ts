import type { Check } from './app.js';
import { toAppError } from './errors.js';

/** What a look at something found. */
export type Verdict = Omit<Check, 'name'>;

export const ok = (detail: string): Verdict => ({ verdict: 'ok', detail, next: null });
export const warning = (detail: string, next: string): Verdict => ({ verdict: 'warning', detail, next });
export const fault = (detail: string, next: string): Verdict => ({ verdict: 'fault', detail, next });

/** The check of this name; a look that fails is a fault with the reason. Never rejects. */
export async function attempt(name: string, look: () => Promise<Verdict>): Promise<Check> {
  try {
    return { name, ...(await look()) };
  } catch (error) {
    const { message, hint } = toAppError(error, 'INTERNAL', `The ${name} could not be looked at`);
    return { name, ...fault(message, hint ?? 'Look at the message, then run doctor again.') };
  }
}
