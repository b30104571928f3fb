import { InteractionResponseType as Response, InteractionType, MessageFlags, MessageType } from 'discord-api-types/v10';
import type { APIApplicationCommandOptionChoice, APIModalInteractionResponseCallbackData } from 'discord-api-types/v10';
import { checkModal } from './component-rules.js';
import { createForm, fault } from './fault.js';
import { parseMessageBody } from './message-rules.js';
import { addPost, deletePost, editPost } from './posts.js';
import type { ApiResponse, Route } from './server.js';
import { checkList, checkText, isObject } from './text-rules.js';
import type { Json } from './text-rules.js';
import { viewMessage } from './views.js';
import type { Interaction, Post, World } from './world.js';

/** Milliseconds for the first answer, and for everything after it. */
const firstAnswerMs = 3000;
const tokenMs = 15 * 60_000;

/** What Discord takes as answers to interactions: the acknowledgement, and then messages by the interaction's token. */
export function createInteractionRoutes(world: World): Route[] {
  /** @throws 10015 without an acknowledgement, 50027 after a quarter of an hour. */
  const getByToken = (applicationId: string, token: string): Interaction => {
    const interaction = world.interactions.get(token);
    if (interaction === undefined || applicationId !== world.applicationId) throw fault('unknownWebhook');
    if (world.clock.nowMs() - interaction.createdAtMs >= tokenMs) throw fault('invalidWebhookToken');
    if (interaction.acknowledgement === null || interaction.acknowledgement === 'choices') {
      throw fault('unknownWebhook');
    }
    return interaction;
  };
  const getAnswer = (interaction: Interaction, id: string): Post => {
    const post =
      id === '@original'
        ? interaction.original
        : ([interaction.original, ...interaction.followUps].find((own) => own?.id === id) ?? null);
    if (post === null || post.isDeleted) throw fault('unknownMessage');
    return post;
  };
  const edit = (interaction: Interaction, post: Post, body: unknown): ApiResponse => {
    const message = parseMessageBody(body, { isV2: (post.flags & MessageFlags.IsComponentsV2) !== 0 });
    editPost(world, post, message, 'interaction');
    if (post === interaction.original) {
      interaction.isLoading = false;
      interaction.firstRevision ??= post.history.length;
    }
    interaction.edits += 1;
    world.changed();
    return { status: 200, body: viewMessage(world, post), post };
  };

  return [
    {
      method: 'POST',
      path: '/interactions/:interaction/:token/callback',
      isOpen: true,
      handle: ({ params, query, body }) => {
        const interaction = world.interactions.get(params.token!);
        if (interaction === undefined || interaction.id !== params.interaction) throw fault('unknownInteraction');
        if (interaction.acknowledgement !== null) throw fault('alreadyAcknowledged');
        if (world.clock.nowMs() - interaction.createdAtMs >= firstAnswerMs) {
          interaction.isTooLate = true;
          throw fault('unknownInteraction');
        }
        const { type, data } = parseCallback(body, interaction);
        acknowledge(world, interaction, type, data);
        const made =
          type === Response.ChannelMessageWithSource || type === Response.UpdateMessage ? interaction.original! : null;
        if (query.get('with_response') !== 'true') return { status: 204, ...(made === null ? {} : { post: made }) };
        const { original } = interaction;
        return {
          status: 200,
          body: {
            interaction: {
              id: interaction.id,
              type: interaction.type,
              ...(original === null
                ? {}
                : {
                    response_message_id: original.id,
                    response_message_loading: interaction.isLoading,
                    response_message_ephemeral: original.visibleTo !== null,
                  }),
            },
            resource: { type, ...(made === null ? {} : { message: viewMessage(world, made) }) },
          },
          ...(made === null ? {} : { post: made }),
        };
      },
    },
    {
      method: 'POST',
      path: '/webhooks/:application/:token',
      isOpen: true,
      handle: ({ params, body }) => {
        const interaction = getByToken(params.application!, params.token!);
        // As it has always been: the first message after a deferral takes the place of the one that is awaited.
        if (interaction.isLoading) return edit(interaction, interaction.original!, body);
        const message = parseMessageBody(body);
        if (interaction.isUserInstalledOnly && interaction.followUps.length >= 5) throw fault('tooManyFollowUps');
        const post = addPost(world, {
          channel: world.channels.get(interaction.channelId)!,
          authorId: world.bot.id,
          body: message,
          origin: 'interaction',
          interaction,
          visibleTo: (message.flags & MessageFlags.Ephemeral) === 0 ? null : interaction.userId,
          repliesTo:
            interaction.original === null
              ? null
              : { messageId: interaction.original.id, channelId: interaction.original.channelId },
        });
        interaction.followUps.push(post);
        world.changed();
        return { status: 200, body: viewMessage(world, post), post };
      },
    },
    {
      method: 'GET',
      path: '/webhooks/:application/:token/messages/:message',
      isOpen: true,
      handle: ({ params }) => {
        const interaction = getByToken(params.application!, params.token!);
        return { status: 200, body: viewMessage(world, getAnswer(interaction, params.message!)) };
      },
    },
    {
      method: 'PATCH',
      path: '/webhooks/:application/:token/messages/:message',
      isOpen: true,
      handle: ({ params, body }) => {
        const interaction = getByToken(params.application!, params.token!);
        return edit(interaction, getAnswer(interaction, params.message!), body);
      },
    },
    {
      method: 'DELETE',
      path: '/webhooks/:application/:token/messages/:message',
      isOpen: true,
      handle: ({ params }) => {
        const interaction = getByToken(params.application!, params.token!);
        const post = getAnswer(interaction, params.message!);
        if (post === interaction.original) interaction.isLoading = false;
        deletePost(world, post);
        return { status: 204, post };
      },
    },
  ];
}

/** What may be answered to what. */
const answersTo: Record<number, readonly Response[]> = {
  [InteractionType.ApplicationCommand]: [
    Response.ChannelMessageWithSource,
    Response.DeferredChannelMessageWithSource,
    Response.Modal,
  ],
  [InteractionType.MessageComponent]: [
    Response.ChannelMessageWithSource,
    Response.DeferredChannelMessageWithSource,
    Response.DeferredMessageUpdate,
    Response.UpdateMessage,
    Response.Modal,
  ],
  [InteractionType.ApplicationCommandAutocomplete]: [Response.ApplicationCommandAutocompleteResult],
};

function parseCallback(body: unknown, { type, source }: Interaction): { type: Response; data: Json } {
  const raw = isObject(body) ? body : {};
  const data = isObject(raw.data) ? raw.data : {};
  const form = createForm();
  const allowed =
    answersTo[type] ??
    (source === null
      ? [Response.ChannelMessageWithSource, Response.DeferredChannelMessageWithSource]
      : answersTo[InteractionType.MessageComponent]!.filter((kind) => kind !== Response.Modal));
  if (!allowed.includes(raw.type as Response)) {
    form.fail(
      ['type'],
      'INTERACTION_TYPE_INVALID',
      `Interaction response type ${String(raw.type)} cannot answer this interaction.`,
    );
  }
  if (
    raw.type === Response.DeferredChannelMessageWithSource &&
    (Number(data.flags ?? 0) & ~MessageFlags.Ephemeral) !== 0
  ) {
    form.fail(['data', 'flags'], 'BASE_TYPE_CHOICES', 'A deferral takes the flag EPHEMERAL alone.');
  }
  if (raw.type === Response.ApplicationCommandAutocompleteResult) {
    for (const [index, choice] of checkList(form, ['data', 'choices'], data.choices, { max: 25 }).entries()) {
      checkText(form, ['data', 'choices', index, 'name'], choice.name, { min: 1, max: 100 });
      if (typeof choice.value === 'string') {
        checkText(form, ['data', 'choices', index, 'value'], choice.value, { min: 1, max: 100 });
      }
    }
  }
  if (raw.type === Response.Modal) checkModal(form, data);
  form.check();
  return { type: raw.type as Response, data };
}

function acknowledge(world: World, interaction: Interaction, type: Response, data: Json): void {
  const isEphemeral = (Number(data.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
  const respond = (isLoading: boolean) => {
    const message = isLoading ? {} : parseMessageBody(data, { at: ['data'] });
    const { source } = interaction;
    interaction.original = addPost(world, {
      channel: world.channels.get(interaction.channelId)!,
      authorId: world.bot.id,
      body: message,
      origin: 'interaction',
      interaction,
      isLoading,
      visibleTo: isEphemeral ? interaction.userId : null,
      ...(source === null
        ? { type: interaction.targetId === null ? MessageType.ChatInputCommand : MessageType.ContextMenuCommand }
        : {}),
      repliesTo: source === null ? null : { messageId: source.id, channelId: source.channelId },
    });
    interaction.isLoading = isLoading;
    interaction.firstRevision = isLoading ? null : 1;
    interaction.isEphemeral = isEphemeral;
    interaction.acknowledgement = isLoading ? 'deferred' : 'replied';
  };
  if (type === Response.ChannelMessageWithSource) respond(false);
  else if (type === Response.DeferredChannelMessageWithSource) respond(true);
  else if (type === Response.Modal) {
    interaction.modal = data as unknown as APIModalInteractionResponseCallbackData;
    interaction.acknowledgement = 'modal';
  } else if (type === Response.ApplicationCommandAutocompleteResult) {
    interaction.choices = (data.choices ?? []) as APIApplicationCommandOptionChoice[];
    interaction.acknowledgement = 'choices';
  } else {
    const source = interaction.source!;
    if (type === Response.UpdateMessage) {
      if (source.isDeleted) throw fault('unknownMessage');
      const isV2 = (source.flags & MessageFlags.IsComponentsV2) !== 0;
      editPost(world, source, parseMessageBody(data, { at: ['data'], isV2 }), 'interaction');
      interaction.edits += 1;
      interaction.firstRevision = source.history.length;
    }
    interaction.original = source;
    interaction.isEphemeral = source.visibleTo !== null;
    interaction.acknowledgement = type === Response.UpdateMessage ? 'updated' : 'deferred-update';
  }
  world.changed();
}
