import { parentPort, type Worker } from 'node:worker_threads';
import { expose, proxy, releaseProxy, transferHandlers, wrap, type Remote } from 'comlink';
import nodeAdapter from 'comlink/dist/umd/node-adapter.js';
import { AppError, type ErrorCode } from './errors.js';

/*
 * The one file that knows comlink: calls from one thread to another. Arguments and results are copied (structured clone); a function
 * crosses as `sendFunction` makes it, and only as an argument of its own. An AppError arrives as one.
 */

/** The functions of another thread; each gives a promise, which never settles when that thread ends before it has answered. */
export type RemoteOf<Host> = {
  readonly [Name in keyof Host]: Host[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Awaited<Result>>
    : RemoteOf<Host[Name]>;
};

/** A function that crosses from one thread to the other: called on either side, it runs where it was made. */
export type SentFunction<Value> = (value: Value) => Promise<void>;

// Compiled as CommonJS, the adapter is its module; its types speak of a default export.
const toEndpoint = nodeAdapter as unknown as typeof nodeAdapter.default;

/** The functions that a worker offers by `offerToParent`. */
export function reachWorker<Host>(worker: Worker): RemoteOf<Host> {
  // comlink's own types lose unions and objects within objects.
  return wrap(toEndpoint(worker)) as unknown as RemoteOf<Host>;
}

/** Offers functions to the thread that started this one. */
export function offerToParent(host: object): void {
  if (parentPort === null) throw new AppError('INTERNAL', 'Expected to be in a worker thread, got the main thread');
  expose(host, toEndpoint(parentPort));
}

/** Makes a function that can be an argument of a remote one. */
export function sendFunction<Value>(work: (value: Value) => void): SentFunction<Value> {
  return proxy(async (value: Value) => {
    work(value);
  });
}

/** Gives a function back that was received, so that neither side keeps it any longer. */
export function releaseFunction<Value>(received: SentFunction<Value>): void {
  (received as Remote<SentFunction<Value>>)[releaseProxy]();
}

/** An error on its way; errors of other classes arrive as plain ones with the same words. */
export interface SentError {
  name: string;
  message: string;
  stack: string | undefined;
  app: { code: ErrorCode; hint: string | undefined } | null;
  cause: SentError | undefined;
}

/** Causes of causes that are sent; deeper ones only repeat what was said. */
const deepestCause = 4;

export function toSentError(error: unknown, depth = 0): SentError {
  const { name, message, stack, cause } = error instanceof Error ? error : new Error(String(error));
  const isDeeper = cause !== undefined && depth < deepestCause;
  return {
    name,
    message,
    stack,
    app: error instanceof AppError ? { code: error.code, hint: error.hint } : null,
    cause: isDeeper ? toSentError(cause, depth + 1) : undefined,
  };
}

export function toError({ name, message, stack, app, cause }: SentError): Error {
  const options = cause === undefined ? {} : { cause: toError(cause) };
  const hint = app?.hint === undefined ? {} : { hint: app.hint };
  const error =
    app === null
      ? Object.assign(new Error(message, options), { name })
      : new AppError(app.code, message, { ...hint, ...options });
  if (stack !== undefined) error.stack = stack;
  return error;
}

// comlink's own handler sends name, message and stack alone. What it is given holds the thrown value under a mark of its own.
const { canHandle } = transferHandlers.get('throw')!;
transferHandlers.set('throw', {
  canHandle,
  serialize: (thrown) => [toSentError((thrown as { value: unknown }).value), []],
  deserialize: (sent) => {
    throw toError(sent as SentError);
  },
});
