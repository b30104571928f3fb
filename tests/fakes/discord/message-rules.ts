import { MessageFlags } from 'discord-api-types/v10';
import type { APIAllowedMentions, APIEmbed, APIMessageTopLevelComponent } from 'discord-api-types/v10';
import { checkComponents } from './component-rules.js';
import { createForm } from './fault.js';
import type { Form } from './fault.js';
import { checkList, checkText, checkUrl, isObject } from './text-rules.js';
import type { Json } from './text-rules.js';

/** The parts of a message that a request sets; what it leaves out is undefined. */
export interface MessageBody {
  content: string | undefined;
  embeds: APIEmbed[] | undefined;
  components: APIMessageTopLevelComponent[] | undefined;
  flags: number;
  attachments: { id: string; filename: string; size: number }[] | undefined;
  allowedMentions: APIAllowedMentions | undefined;
  repliesTo: { messageId: string; mustExist: boolean } | undefined;
  nonce: string | undefined;
  enforceNonce: boolean;
}

/**
 * Checks a message as Discord does; people with Nitro may write 4,000 characters. `isV2` tells that the message it edits has the flag for layout components already.
 *
 * @throws a fault 50035 that names every part that is wrong.
 */
export function parseMessageBody(
  raw: unknown,
  { at = [], isV2 = false, maxContent = 2000 }: { at?: string[]; isV2?: boolean; maxContent?: number } = {},
): MessageBody {
  const form = createForm();
  const body = isObject(raw) ? raw : {};
  const flags = typeof body.flags === 'number' ? body.flags : 0;
  const withLayout = isV2 || (flags & MessageFlags.IsComponentsV2) !== 0;
  checkText(form, [...at, 'content'], body.content, { max: maxContent });
  checkEmbeds(form, [...at, 'embeds'], body.embeds);
  checkComponents(form, [...at, 'components'], body.components, { isV2: withLayout });
  if (withLayout) {
    for (const field of ['content', 'embeds'] as const) {
      if (hasSome(body[field])) {
        form.fail(
          [...at, field],
          'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
          `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
        );
      }
    }
  }
  checkAllowedMentions(form, [...at, 'allowed_mentions'], body.allowed_mentions);
  if (body.nonce !== undefined) checkText(form, [...at, 'nonce'], String(body.nonce), { max: 25 });
  form.check();
  const reference = isObject(body.message_reference) ? body.message_reference : undefined;
  return {
    content: body.content === undefined ? undefined : ((body.content ?? '') as string).trim(),
    embeds: body.embeds === undefined ? undefined : keepOnePerUrl((body.embeds ?? []) as APIEmbed[]),
    components: body.components === undefined ? undefined : ((body.components ?? []) as APIMessageTopLevelComponent[]),
    flags,
    attachments: Array.isArray(body.attachments) ? readAttachments(body.attachments as Json[]) : undefined,
    allowedMentions: (body.allowed_mentions ?? undefined) as APIAllowedMentions | undefined,
    repliesTo:
      reference === undefined
        ? undefined
        : { messageId: String(reference.message_id), mustExist: reference.fail_if_not_exists !== false },
    nonce: body.nonce === undefined ? undefined : String(body.nonce),
    enforceNonce: body.enforce_nonce === true,
  };
}

/** Whether there is anything to be seen in a message. */
export function isEmpty(message: {
  content: string;
  embeds: readonly APIEmbed[];
  components: readonly unknown[];
  attachments: readonly unknown[];
}): boolean {
  const { content, embeds, components, attachments } = message;
  const shown = embeds.filter((embed) =>
    Object.entries(embed).some(([key, part]) => key !== 'type' && key !== 'color' && hasSome(part)),
  );
  return content === '' && shown.length === 0 && components.length === 0 && attachments.length === 0;
}

function checkEmbeds(form: Form, path: string[], value: unknown): void {
  let total = 0;
  const count = (...texts: unknown[]) => {
    for (const text of texts) if (typeof text === 'string') total += text.trim().length;
  };
  for (const [index, embed] of checkList(form, path, value, { max: 10 }).entries()) {
    const at = [...path, index];
    checkText(form, [...at, 'title'], embed.title, { max: 256 });
    checkText(form, [...at, 'description'], embed.description, { max: 4096 });
    checkUrl(form, [...at, 'url'], embed.url);
    count(embed.title, embed.description);
    for (const [name, part, text, max] of [
      ['footer', embed.footer, 'text', 2048],
      ['author', embed.author, 'name', 256],
    ] as const) {
      if (!isObject(part)) continue;
      checkText(form, [...at, name, text], part[text], { min: 1, max });
      checkUrl(form, [...at, name, 'url'], part.url);
      checkUrl(form, [...at, name, 'icon_url'], part.icon_url);
      count(part[text]);
    }
    for (const name of ['image', 'thumbnail'] as const) {
      if (isObject(embed[name])) checkUrl(form, [...at, name, 'url'], embed[name].url);
    }
    for (const [number, field] of checkList(form, [...at, 'fields'], embed.fields, { max: 25 }).entries()) {
      checkText(form, [...at, 'fields', number, 'name'], field.name, { min: 1, max: 256 });
      checkText(form, [...at, 'fields', number, 'value'], field.value, { min: 1, max: 1024 });
      count(field.name, field.value);
    }
    if (typeof embed.timestamp === 'string' && Number.isNaN(Date.parse(embed.timestamp))) {
      form.fail([...at, 'timestamp'], 'DATE_TIME_TYPE_PARSE', `Could not parse ${embed.timestamp}. Should be ISO8601.`);
    }
  }
  if (total > 6000) form.fail(path, 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000');
}

function checkAllowedMentions(form: Form, path: string[], value: unknown): void {
  if (!isObject(value)) return;
  const parse = Array.isArray(value.parse) ? (value.parse as unknown[]) : [];
  for (const [index, kind] of parse.entries()) {
    if (!['everyone', 'users', 'roles'].includes(String(kind))) {
      form.fail(
        [...path, 'parse', String(index)],
        'BASE_TYPE_CHOICES',
        "Value must be one of ('users', 'roles', 'everyone').",
      );
    }
  }
  for (const kind of ['users', 'roles'] as const) {
    const ids = Array.isArray(value[kind]) ? (value[kind] as unknown[]) : [];
    if (ids.length > 100) form.fail([...path, kind], 'BASE_TYPE_MAX_LENGTH', 'Must be 100 or fewer in length.');
    if (ids.length > 0 && parse.includes(kind)) {
      form.fail(
        path,
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
        `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
      );
    }
  }
}

/** Of several embeds with one address, Discord shows the first. */
function keepOnePerUrl(embeds: APIEmbed[]): APIEmbed[] {
  return embeds.filter(
    ({ url }, index) => url === undefined || embeds.findIndex((other) => other.url === url) === index,
  );
}

function readAttachments(list: readonly Json[]): { id: string; filename: string; size: number }[] {
  return list.map(({ id, filename, size }) => ({
    id: String(id),
    filename: String(filename),
    size: Number(size ?? 0),
  }));
}

function hasSome(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  if (Array.isArray(value)) return value.length > 0;
  return value !== undefined && value !== null;
}
