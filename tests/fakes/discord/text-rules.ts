import type { Form } from './fault.js';

export type Path = readonly (string | number)[];
export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Checks a text's type and length. Lengths are counted in UTF-16 units, which is what Discord's own apps show; its servers may count
 * an emoji as one, so that this is never laxer than they are.
 */
export function checkText(
  form: Form,
  path: Path,
  value: unknown,
  { min = 0, max }: { min?: number; max: number },
): void {
  if (value === undefined || value === null) {
    if (min > 0) form.fail(path, 'BASE_TYPE_REQUIRED', 'This field is required');
  } else if (typeof value !== 'string') {
    form.fail(path, 'STRING_TYPE_CONVERT', `Could not interpret "${JSON.stringify(value)}" as string.`);
  } else if (value.trim().length > max || value.trim().length < min) {
    const [code, message] =
      min > 0
        ? ['BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`]
        : ['BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`];
    form.fail(path, code!, message!);
  }
}

/** Gives the objects of a list, having told of what is none, and of too few or too many. */
export function checkList(
  form: Form,
  path: Path,
  value: unknown,
  { min = 0, max }: { min?: number; max: number },
): Json[] {
  if (value === undefined || value === null) {
    if (min > 0) form.fail(path, 'BASE_TYPE_REQUIRED', 'This field is required');
    return [];
  }
  if (!Array.isArray(value)) {
    form.fail(path, 'LIST_TYPE_CONVERT', 'Only iterables may be used in a ListType');
    return [];
  }
  if (value.length > max || value.length < min) {
    const [code, message] =
      min > 0
        ? ['BASE_TYPE_BAD_LENGTH', `Must be between ${min} and ${max} in length.`]
        : ['BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`];
    form.fail(path, code!, message!);
  }
  return value.map((entry: unknown, index) => {
    if (isObject(entry)) return entry;
    form.fail([...path, index], 'MODEL_TYPE_CONVERT', 'Only dictionaries may be used in a ModelType');
    return {};
  });
}

export function checkUrl(form: Form, path: Path, value: unknown, { max = 2048 }: { max?: number } = {}): void {
  if (value === undefined || value === null) return;
  checkText(form, path, value, { max });
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null;
  if (url === null) form.fail(path, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
  else if (!['http:', 'https:', 'attachment:', 'discord:'].includes(url.protocol)) {
    form.fail(
      path,
      'URL_TYPE_INVALID_SCHEME',
      `Scheme "${url.protocol.slice(0, -1)}" is not supported. Scheme must be one of ('http', 'https').`,
    );
  }
}

export function checkInteger(form: Form, path: Path, value: unknown, { min, max }: { min: number; max: number }): void {
  if (value === undefined || value === null) return;
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    form.fail(path, 'NUMBER_TYPE_COERCE', `Value "${JSON.stringify(value)}" is not int.`);
  } else if (value < min) {
    form.fail(path, 'NUMBER_TYPE_MIN', `int value should be greater than or equal to ${min}.`);
  } else if (value > max) {
    form.fail(path, 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${max}.`);
  }
}
