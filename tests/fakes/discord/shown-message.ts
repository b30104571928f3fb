import { ButtonStyle, ComponentType, MessageFlags } from 'discord-api-types/v10';
import type { APIEmbed, APIMessage, APIMessageTopLevelComponent } from 'discord-api-types/v10';
import type { Json } from './text-rules.js';
import { viewMessage } from './views.js';
import type { Waiting } from './waiting.js';
import type { Ping, Post, World } from './world.js';

/** A message as a person has it before him. It stays current: after an edit, it shows what the edit made of it. */
export interface ShownMessage {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly content: string;
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly APIMessageTopLevelComponent[];
  /** All that can be read in it, a line for each piece: text, embeds, and the labels of buttons and menus. */
  readonly text: string;
  readonly buttons: readonly ShownButton[];
  readonly menus: readonly ShownMenu[];
  readonly attachments: readonly { filename: string; size: number }[];
  readonly flags: number;
  readonly isEphemeral: boolean;
  readonly isLoading: boolean;
  readonly isDeleted: boolean;
  /** Whether Discord is asked not to preview its links. */
  readonly suppressesPreviews: boolean;
  readonly repliesTo: string | null;
  readonly pings: Ping;
  /** As it was when it was sent, and after each edit, with the time by both clocks. */
  readonly history: readonly { atMs: number; realMs: number; message: APIMessage }[];
  /** As Discord's API gives it. */
  readonly raw: APIMessage;
  /** Waits for the next edit, or the next `count`, since this message was last waited for. */
  edited(count?: number): Promise<ShownMessage>;
  /** Waits until what it shows passes `test`; an error of the wait tells what it showed last. */
  shows(test: string | RegExp | ((message: ShownMessage) => boolean)): Promise<ShownMessage>;
  deleted(): Promise<void>;
}

export interface ShownButton {
  label: string;
  emoji: string | null;
  customId: string | null;
  url: string | null;
  isDisabled: boolean;
}

export interface ShownMenu {
  customId: string;
  placeholder: string;
  isDisabled: boolean;
  min: number;
  max: number;
  options: { label: string; value: string; description: string | null; isDefault: boolean }[];
}

const posts = new WeakMap<ShownMessage, Post>();

/** The message behind what is shown. */
export function postOf(message: ShownMessage): Post {
  const post = posts.get(message);
  if (post === undefined) throw new Error('Expected a message that the fake Discord has shown');
  return post;
}

/** `revision` is the length of the history that counts as seen. */
export function show(world: World, waiting: Waiting, post: Post, revision = post.history.length): ShownMessage {
  let seen = revision;
  const message: ShownMessage = {
    id: post.id,
    channelId: post.channelId,
    authorId: post.authorId,
    get content() {
      return post.content;
    },
    get embeds() {
      return post.embeds;
    },
    get components() {
      return post.components;
    },
    get text() {
      return renderText(post);
    },
    get buttons() {
      return flatten(post.components)
        .filter(({ type }) => type === ComponentType.Button)
        .map(toButton);
    },
    get menus() {
      return flatten(post.components)
        .filter(({ type, custom_id: id }) => type !== ComponentType.Button && typeof id === 'string')
        .map(toMenu);
    },
    get attachments() {
      return post.attachments;
    },
    get flags() {
      return post.flags;
    },
    isEphemeral: post.visibleTo !== null,
    get isLoading() {
      return (post.flags & MessageFlags.Loading) !== 0;
    },
    get isDeleted() {
      return post.isDeleted;
    },
    get suppressesPreviews() {
      return (post.flags & MessageFlags.SuppressEmbeds) !== 0;
    },
    repliesTo: post.repliesTo?.messageId ?? null,
    get pings() {
      return post.pings;
    },
    history: post.history,
    get raw() {
      return viewMessage(world, post);
    },
    edited: async (count = 1) => {
      const goal = seen + count;
      const look = () => (post.history.length >= goal ? true : undefined);
      await waiting.until(`${count} more edit(s) of message ${post.id}`, look, () => describePost(post));
      seen = goal;
      return message;
    },
    shows: async (test) => {
      const passes = () =>
        typeof test === 'function'
          ? test(message)
          : typeof test === 'string'
            ? message.text.includes(test)
            : test.test(message.text);
      await waiting.until(
        `message ${post.id} to show ${typeof test === 'function' ? 'what is tested' : String(test)}`,
        () => passes() || undefined,
        () => describePost(post),
      );
      seen = post.history.length;
      return message;
    },
    deleted: async () => {
      await waiting.until(
        `message ${post.id} to be deleted`,
        () => post.isDeleted || undefined,
        () => describePost(post),
      );
    },
  };
  posts.set(message, post);
  return message;
}

export function describePost(post: Post): string {
  const edits = `${post.history.length - 1} edit(s)`;
  return `${post.isDeleted ? 'a deleted message' : 'a message'} with ${edits} that shows ${JSON.stringify(renderText(post).slice(0, 500))}`;
}

/** The components at all levels, in reading order. */
export function flatten(components: readonly unknown[]): Json[] {
  return (components as Json[]).flatMap((component) => [
    component,
    ...flatten((component.components ?? []) as unknown[]),
    ...flatten([component.accessory, component.component].filter((part) => part !== undefined)),
  ]);
}

function renderText({ content, embeds, components }: Post): string {
  const lines = [
    content,
    ...embeds.flatMap(({ author, title, description, fields = [], footer }) => [
      author?.name,
      title,
      description,
      ...fields.flatMap(({ name, value }) => [name, value]),
      footer?.text,
    ]),
    ...flatten(components).flatMap((part) => [
      part.content,
      part.label,
      part.placeholder,
      ...((part.options ?? []) as Json[]).map(({ label }) => label),
    ]),
  ];
  return lines.filter((line) => typeof line === 'string' && line !== '').join('\n');
}

function toButton(button: Json): ShownButton {
  return {
    label: String(button.label ?? ''),
    emoji: ((button.emoji ?? {}) as { name?: string }).name ?? null,
    customId: button.style === ButtonStyle.Link ? null : String(button.custom_id),
    url: typeof button.url === 'string' ? button.url : null,
    isDisabled: button.disabled === true,
  };
}

function toMenu(menu: Json): ShownMenu {
  return {
    customId: String(menu.custom_id),
    placeholder: String(menu.placeholder ?? ''),
    isDisabled: menu.disabled === true,
    min: Number(menu.min_values ?? 1),
    max: Number(menu.max_values ?? 1),
    options: ((menu.options ?? []) as Json[]).map((option) => ({
      label: String(option.label),
      value: String(option.value),
      description: typeof option.description === 'string' ? option.description : null,
      isDefault: option.default === true,
    })),
  };
}
