import { completeQuestion } from './answer/follow-up.js';
import type { Question } from './domain/answer.js';
import type { Turn } from './domain/conversation.js';
import type { Store } from './ports.js';

/** The question as the exchanges before it complete it; see `completeQuestion`. Reads the names of all speakers when there are any. */
export async function completeFromTurns(store: Store, question: Question, turns: readonly Turn[]): Promise<Question> {
  if (turns.length === 0) return question;
  const [speakers, outlets] = await Promise.all([store.listSpeakers(), store.listOutlets()]);
  return completeQuestion(question, turns, {
    people: speakers.filter(({ kind }) => kind === 'person'),
    outlets: outlets.map(({ outlet }) => outlet),
  }).question;
}
