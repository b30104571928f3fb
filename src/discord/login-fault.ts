import { DiscordjsError, DiscordjsErrorCodes, HTTPError } from 'discord.js';
import { AppError, systemCode } from '../errors.js';

const portal = 'https://discord.com/developers/applications';

/** What is wrong when Discord lets the bot not in; undefined for errors that are not about that. Never holds the token. */
export function findLoginFault(error: unknown): AppError | undefined {
  if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid) return refusedToken(error);
  const { message } = error instanceof Error ? error : { message: '' };
  if (/disallowed intents/iu.test(message)) {
    return new AppError('DISCORD_INTENT_REFUSED', 'Discord refuses the message-content intent for this application', {
      hint: `Switch "Message Content Intent" on under Bot at ${portal}, or set DISCORD_MESSAGE_CONTENT=false.`,
      cause: error,
    });
  }
  if (/invalid token|authentication failed/iu.test(message)) return refusedToken(error);
  if (error instanceof HTTPError || systemCode(error) !== undefined) {
    return new AppError('DISCORD_UNREACHABLE', `Discord did not answer (${systemCode(error) ?? message})`, {
      hint: 'See whether this machine reaches the address in DISCORD_API_URL, then start the bot again.',
      cause: error,
    });
  }
  return undefined;
}

function refusedToken(cause: unknown): AppError {
  return new AppError('DISCORD_TOKEN_REFUSED', 'Discord refuses the token in DISCORD_TOKEN', {
    hint: `Copy the token again under Bot at ${portal} (Reset Token shows a new one).`,
    cause,
  });
}
