import type { Message } from 'discord.js';

/** Discord shows it for ten seconds. */
const renewMs = 8000;

/** Shows that the bot is typing until the function it returns is called. Not being able to is told to `onError` and harms nothing. */
export function keepTyping({ channel }: Message, onError: (error: unknown) => void): () => void {
  if (!channel.isSendable()) return () => undefined;
  const show = () => void channel.sendTyping().catch(onError);
  show();
  const timer = setInterval(show, renewMs);
  return () => clearInterval(timer);
}
