/*
 * A process of its own for conversations.test.ts. Arguments: a file, a name, and how many exchanges to save in it, each with a message
 * and after the one before it.
 */
import { openConversations } from '../../../src/adapters/sqlite/conversations.js';
import { exchangeOf } from '../../fakes/exchange.js';

const [file = '', name = '', count] = process.argv.slice(2);
const conversations = await openConversations(file);
for (let i = 0; i < Number(count); i++) {
  const follows = i === 0 ? null : `${name}-${i - 1}`;
  await conversations.saveExchange(exchangeOf({ id: `${name}-${i}`, userId: name, follows }));
  await conversations.saveMessage(`message-${name}-${i}`, `${name}-${i}`);
}
await conversations.close();
