/** What Discord answers instead of doing what it is asked for. Thrown by the routes, sent by the server. */
export interface Fault extends Error {
  status: number;
  /** Discord's own number of the error. */
  code: number;
  /** What is wrong with which part of the body, nested as the body is. */
  errors?: object;
}

const known = {
  unauthorized: [401, 0, '401: Unauthorized'],
  notFound: [404, 0, '404: Not Found'],
  methodNotAllowed: [405, 0, '405: Method Not Allowed'],
  unknownApplication: [404, 10002, 'Unknown Application'],
  unknownChannel: [404, 10003, 'Unknown Channel'],
  unknownGuild: [404, 10004, 'Unknown Guild'],
  unknownMember: [404, 10007, 'Unknown Member'],
  unknownMessage: [404, 10008, 'Unknown Message'],
  unknownUser: [404, 10013, 'Unknown User'],
  unknownWebhook: [404, 10015, 'Unknown Webhook'],
  unknownInteraction: [404, 10062, 'Unknown interaction'],
  unknownCommand: [404, 10063, 'Unknown application command'],
  tooManyFollowUps: [400, 40094, 'Maximum number of follow-up messages reached for this interaction'],
  alreadyAcknowledged: [400, 40060, 'Interaction has already been acknowledged.'],
  tagRequired: [400, 40067, 'A tag is required to create a forum post in this channel'],
  missingAccess: [403, 50001, 'Missing Access'],
  notInDm: [403, 50003, 'Cannot execute action on a DM channel'],
  notYourMessage: [403, 50005, 'Cannot edit a message authored by another user'],
  emptyMessage: [400, 50006, 'Cannot send an empty message'],
  cannotDm: [403, 50007, 'Cannot send messages to this user'],
  notAText: [400, 50008, 'Cannot send messages in a non-text channel'],
  missingPermissions: [403, 50013, 'Missing Permissions'],
  wrongChannelType: [400, 50024, 'Cannot execute action on this channel type'],
  invalidWebhookToken: [401, 50027, 'Invalid Webhook Token'],
  archived: [400, 50083, 'Thread is archived'],
  invalidJson: [400, 50109, 'The request body contains invalid JSON.'],
  replyNeedsHistory: [400, 160002, 'You cannot reply without permission to read message history'],
  threadExists: [400, 160004, 'A thread has already been created for this message'],
  threadLocked: [400, 160005, 'Thread is locked'],
} as const;

export function fault(name: keyof typeof known): Fault {
  const [status, code, message] = known[name];
  return Object.assign(new Error(message), { status, code });
}

export function isFault(error: unknown): error is Fault {
  return error instanceof Error && 'status' in error && 'code' in error;
}

/** Collects what is wrong with a body, to be told all at once. */
export interface Form {
  fail(path: readonly (string | number)[], code: string, message: string): void;
  /** @throws a fault 50035 when anything is wrong. */
  check(): void;
}

interface ErrorTree {
  [key: string]: ErrorTree | { code: string; message: string }[];
}

export function createForm(): Form {
  const errors: ErrorTree = {};
  let failed = false;
  return {
    fail: (path, code, message) => {
      failed = true;
      let node = errors;
      for (const key of path) node = (node[key] ??= {}) as ErrorTree;
      const list = (node._errors ??= []) as { code: string; message: string }[];
      list.push({ code, message });
    },
    check: () => {
      if (failed) throw Object.assign(new Error('Invalid Form Body'), { status: 400, code: 50035, errors });
    },
  };
}
