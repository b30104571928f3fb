import type {
  APIApplicationCommand,
  APIApplicationCommandOptionChoice,
  APIMessage,
  APIMessageTopLevelComponent,
  APIEmbed,
  APIModalInteractionResponseCallbackData,
  APIOverwrite,
  APIRole,
  APIUser,
  ChannelType,
  GatewayDispatchEvents,
  InteractionType,
} from 'discord-api-types/v10';
import type { Clock } from './clock.js';

/** Everything that exists in the fake Discord. Routes, gateway and people change it; each change is told to who waits. */
export interface World {
  clock: Clock;
  newId(): string;
  token: string;
  applicationId: string;
  bot: APIUser;
  /** Who has made the application. */
  ownerId: string;
  /** Whether the message-content intent is switched on in the application's settings. */
  messageContent: boolean;
  users: Map<string, APIUser>;
  guilds: Map<string, Guild>;
  channels: Map<string, Channel>;
  /** By token. */
  interactions: Map<string, Interaction>;
  /** By `global` or the id of a server. */
  commands: Map<string, APIApplicationCommand[]>;
  /** How often commands were put in bulk. */
  bulkPuts: number;
  /** Users who take no direct messages. */
  closedDms: Set<string>;
  violations: Violation[];
  pings: Ping[];
  typing: { channelId: string; atMs: number }[];
  /** What went wrong in the fake itself; every wait fails with it. */
  failure: unknown;
  /** Tells who waits that something may have changed. */
  changed(): void;
  /** @returns how to stop listening. */
  onChange(listener: () => void): () => void;
  /** Sends an event to the bot; the gateway sets it. */
  dispatch(event: GatewayEvent): void;
}

export interface GatewayEvent {
  name: GatewayDispatchEvents;
  /** Sent only to sessions that asked for this bit; 0 for those sent to all. */
  intent: number;
  /** Made for each session; undefined sends nothing. */
  data(session: { intents: number }): unknown;
}

export interface Guild {
  id: string;
  name: string;
  ownerId: string;
  /** Whether the application's bot is a member; false where people use it by their own installation alone. */
  hasBot: boolean;
  /** The first is @everyone, whose id is the server's. */
  roles: Map<string, APIRole>;
  members: Map<string, Member>;
  /** Names of commands that the server lets everybody see, whatever their `default_member_permissions`. */
  openCommands: Set<string>;
}

export interface Member {
  userId: string;
  nick: string | null;
  roleIds: string[];
  joinedAtMs: number;
}

export interface Channel {
  id: string;
  type: ChannelType;
  /** Null for direct messages. */
  guildId: string | null;
  name: string;
  parentId: string | null;
  overwrites: APIOverwrite[];
  /** Who a direct message is with, besides the bot. */
  recipientIds: string[];
  /** Direct messages between people, which the bot has no part in. */
  isPrivate: boolean;
  /** The oldest first, deleted and ephemeral ones included. */
  posts: Map<string, Post>;
  thread: Thread | null;
  tags: { id: string; name: string }[];
  requiresTag: boolean;
}

export interface Thread {
  ownerId: string;
  archived: boolean;
  locked: boolean;
  autoArchiveMinutes: number;
  createdAtMs: number;
  memberIds: Set<string>;
  appliedTags: string[];
}

/** A message, with what Discord knows of it beyond what it tells. */
export interface Post {
  id: string;
  channelId: string;
  authorId: string;
  type: number;
  content: string;
  embeds: APIEmbed[];
  components: APIMessageTopLevelComponent[];
  attachments: { id: string; filename: string; size: number }[];
  flags: number;
  createdAtMs: number;
  editedAtMs: number | null;
  repliesTo: { messageId: string; channelId: string } | null;
  nonce: string | null;
  /** The interaction that it answers. */
  interaction: Interaction | null;
  /** The only one who sees it; null for all. */
  visibleTo: string | null;
  isDeleted: boolean;
  pings: Ping;
  hasThread: boolean;
  /** As it was after it was sent and after each edit. */
  history: { atMs: number; realMs: number; message: APIMessage }[];
}

/** Whom a message notifies. */
export interface Ping {
  messageId: string;
  everyone: boolean;
  users: string[];
  roles: string[];
  repliedUser: string | null;
}

export type Acknowledgement = 'replied' | 'deferred' | 'updated' | 'deferred-update' | 'modal' | 'choices';

export interface Interaction {
  id: string;
  token: string;
  type: InteractionType;
  /** What a person did, for messages of the driver: `/ask` or `the button "Share"`. */
  label: string;
  userId: string;
  channelId: string;
  guildId: string | null;
  /** Nobody but the user has installed the application where it was used. */
  isUserInstalledOnly: boolean;
  createdAtMs: number;
  acknowledgement: Acknowledgement | null;
  /** The bot answered too late, so that the person saw it fail. */
  isTooLate: boolean;
  /** Decided by the first acknowledgement. */
  isEphemeral: boolean;
  /** The first answer; for components the message they are part of. */
  original: Post | null;
  isLoading: boolean;
  followUps: Post[];
  /** The message with the component, or with the button that the modal came from. */
  source: Post | null;
  /** Times that this interaction changed a message. */
  edits: number;
  /** How long the message's history was when the interaction had first given it something to show. */
  firstRevision: number | null;
  modal: APIModalInteractionResponseCallbackData | null;
  choices: APIApplicationCommandOptionChoice[] | null;
  commandName: string | null;
  /** The user or message of a context-menu command. */
  targetId: string | null;
}

/** A request of the bot that Discord would refuse. */
export interface Violation {
  /** `POST /channels/:channel/messages`. */
  route: string;
  status: number;
  code: number;
  message: string;
  errors: object | null;
  body: unknown;
}
