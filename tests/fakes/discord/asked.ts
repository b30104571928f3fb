import { ComponentType } from 'discord-api-types/v10';
import type { APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import { describePost, flatten, show } from './shown-message.js';
import type { ShownMessage } from './shown-message.js';
import type { Waiting } from './waiting.js';
import type { Acknowledgement, Interaction, World } from './world.js';

/** What came of something a person did: a command, a click, a choice, a form. */
export interface Asked {
  readonly acknowledged: Acknowledgement;
  readonly isEphemeral: boolean;
  /** The answer as it is now; for a click that changed its message, that message. Throws when there is none, as after a modal. */
  readonly message: ShownMessage;
  /** Messages beyond the answer, the oldest first. */
  readonly followUps: readonly ShownMessage[];
  /** The form that opened. Throws when none did. */
  readonly modal: ShownModal;
  /** Waits until there is something to read: the answer itself, not the "thinking" of a deferral. */
  settled(): Promise<ShownMessage>;
  /** Waits for the next edit of the answer since it settled or was last waited for. */
  edited(count?: number): Promise<ShownMessage>;
  /** Waits for the next message beyond the answer that this has not given yet. */
  nextFollowUp(): Promise<ShownMessage>;
}

export interface ShownModal {
  readonly title: string;
  readonly customId: string;
  readonly fields: readonly ShownField[];
}

export interface ShownField {
  customId: string;
  label: string;
  placeholder: string;
  value: string;
  isRequired: boolean;
  minLength: number;
  maxLength: number;
}

const interactions = new WeakMap<object, Interaction>();

/** The interaction that opened a form. */
export function interactionOf(modal: ShownModal): Interaction {
  const interaction = interactions.get(modal);
  if (interaction === undefined) throw new Error('Expected a modal that the fake Discord has shown');
  return interaction;
}

/** For an interaction that is acknowledged. */
export function createAsked(world: World, waiting: Waiting, interaction: Interaction): Asked {
  let message: ShownMessage | undefined;
  let taken = 0;
  const getMessage = (): ShownMessage => {
    if (interaction.original === null) {
      throw new Error(`Expected an answer to ${interaction.label}, got a ${interaction.acknowledgement ?? 'silence'}`);
    }
    message ??= show(
      world,
      waiting,
      interaction.original,
      interaction.firstRevision ?? interaction.original.history.length,
    );
    return message;
  };
  const asked: Asked = {
    acknowledged: interaction.acknowledgement!,
    isEphemeral: interaction.isEphemeral,
    get message() {
      return getMessage();
    },
    get followUps() {
      return interaction.followUps.map((post) => show(world, waiting, post));
    },
    get modal() {
      if (interaction.modal === null) {
        throw new Error(`Expected a modal after ${interaction.label}, got ${describe(interaction)}`);
      }
      return showModal(interaction, interaction.modal);
    },
    settled: async () => {
      if (interaction.modal !== null) {
        throw new Error(`Expected an answer to ${interaction.label}, got the modal ${interaction.modal.title}`);
      }
      return waiting.until(
        `an answer to ${interaction.label}`,
        () => {
          if (interaction.firstRevision !== null) {
            message ??= show(world, waiting, interaction.original!, interaction.firstRevision);
            return message;
          }
          // What was only acknowledged may be answered by a message of its own.
          const [first] = interaction.followUps;
          return first === undefined ? undefined : show(world, waiting, first);
        },
        () => describe(interaction),
      );
    },
    edited: async (count) => {
      await asked.settled();
      return getMessage().edited(count);
    },
    nextFollowUp: () =>
      waiting.until(
        `a follow-up to ${interaction.label}`,
        () => {
          const post = interaction.followUps[taken];
          if (post === undefined) return undefined;
          taken += 1;
          return show(world, waiting, post);
        },
        () => describe(interaction),
      ),
  };
  return asked;
}

/** What has become of an interaction, for the message of a wait in vain. */
export function describe(interaction: Interaction): string {
  const { acknowledgement, original, followUps } = interaction;
  if (acknowledgement === null) return 'no acknowledgement';
  const answer = original === null ? '' : `, ${describePost(original)}`;
  return `"${acknowledgement}"${answer}, and ${followUps.length} follow-up(s)`;
}

function showModal(interaction: Interaction, data: APIModalInteractionResponseCallbackData): ShownModal {
  const labels = flatten(data.components).filter(({ type }) => type === ComponentType.Label);
  const modal: ShownModal = {
    title: data.title,
    customId: data.custom_id,
    fields: flatten(data.components)
      .filter(({ type }) => type === ComponentType.TextInput)
      .map((field) => ({
        customId: String(field.custom_id),
        label: String(field.label ?? labels.find(({ component }) => component === field)?.label ?? ''),
        placeholder: String(field.placeholder ?? ''),
        value: String(field.value ?? ''),
        isRequired: field.required !== false,
        minLength: Number(field.min_length ?? 0),
        maxLength: Number(field.max_length ?? 4000),
      })),
  };
  interactions.set(modal, interaction);
  return modal;
}
