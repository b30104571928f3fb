import type { ApplicationCommandOptionChoiceData, AutocompleteInteraction } from 'discord.js';
import type { QuoteRequest } from '../../domain/conversation.js';
import type { Desk } from '../desk.js';

/** Discord's limits: choices, and characters of each. */
const mostChoices = 25;
const longestChoice = 100;
/** What people feel as at once; whoever types on gets the next list anyway. */
const patienceMs = 250;

const speakerPrefix = 'id:';

/** Completes outlets, authors, speakers and sources. Never fails: no completion is no harm, as everything may be typed in full. */
export async function handleAutocomplete(desk: Desk, interaction: AutocompleteInteraction): Promise<void> {
  const { name, value } = interaction.options.getFocused(true);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<[]>((resolve) => {
    timer = setTimeout(() => {
      desk.log.warn({ option: name }, 'A completion took too long and was left out');
      resolve([]);
    }, patienceMs);
  });
  const complete = listChoices(desk, name, value, interaction).catch((error: unknown) => {
    desk.log.warn({ error, option: name }, 'A completion failed');
    return [];
  });
  const choices = await Promise.race([complete, late]);
  clearTimeout(timer);
  await interaction.respond(choices.slice(0, mostChoices));
}

/** The speaker that an option names: an id from the list of completions, or a name as typed. */
export function parseSpeakerChoice(value: string): Pick<QuoteRequest, 'speaker' | 'speakerId'> {
  return value.startsWith(speakerPrefix) ? { speakerId: value.slice(speakerPrefix.length) } : { speaker: value };
}

async function listChoices(
  { app }: Desk,
  option: string,
  typed: string,
  interaction: AutocompleteInteraction,
): Promise<ApplicationCommandOptionChoiceData<string>[]> {
  if (option === 'source') {
    const wanted = typed.trim().toLowerCase();
    return (await app.listSources())
      .filter(({ source, origin }) => origin === 'added' && source.toLowerCase().includes(wanted))
      .flatMap(({ source }) => toChoice(source, source));
  }
  if (option !== 'outlet' && option !== 'author' && option !== 'speaker') {
    throw new RangeError(`Expected an option that is completed, got ${option} of /${interaction.commandName}`);
  }
  const suggestions = await app.suggest(option, typed, mostChoices);
  const unit = option === 'speaker' ? 'quote' : 'article';
  return suggestions.flatMap(({ name, id, count }) => {
    const counted = ` (${count} ${unit}${count === 1 ? '' : 's'})`;
    return toChoice(
      shorten(name, longestChoice - counted.length) + counted,
      id === null ? name : speakerPrefix + id,
      name,
    );
  });
}

/** None when even the name is longer than Discord takes as a value; it can still be typed. */
function toChoice(name: string, ...values: string[]): ApplicationCommandOptionChoiceData<string>[] {
  const value = values.find((candidate) => candidate.length <= longestChoice && candidate !== '');
  return value === undefined ? [] : [{ name: shorten(name, longestChoice), value }];
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}
