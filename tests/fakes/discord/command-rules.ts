import { ApplicationCommandOptionType as Option, ApplicationCommandType } from 'discord-api-types/v10';
import type { Form } from './fault.js';
import { checkInteger, checkList, checkText } from './text-rules.js';
import type { Json, Path } from './text-rules.js';

const chatName = /^[-_'\p{L}\p{N}\p{sc=Devanagari}\p{sc=Thai}]{1,32}$/u;
const withOptions: readonly unknown[] = [Option.Subcommand, Option.SubcommandGroup];
const completable: readonly unknown[] = [Option.String, Option.Integer, Option.Number];

/** Checks the definition of a command: names, descriptions, options, and the 8,000 characters of all together. */
export function checkCommand(form: Form, path: Path, command: Json): void {
  const type = command.type ?? ApplicationCommandType.ChatInput;
  if (type === ApplicationCommandType.ChatInput) {
    checkName(form, [...path, 'name'], command.name);
    checkText(form, [...path, 'description'], command.description, { min: 1, max: 100 });
    checkOptions(form, [...path, 'options'], command.options);
  } else {
    checkText(form, [...path, 'name'], command.name, { min: 1, max: 32 });
    if (command.description) {
      form.fail(
        [...path, 'description'],
        'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION',
        'Context menu commands cannot have a description',
      );
    }
    if (hasEntries(command.options)) {
      form.fail(
        [...path, 'options'],
        'APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS',
        'Context menu commands cannot have options',
      );
    }
  }
  const permissions = command.default_member_permissions;
  if (permissions !== undefined && permissions !== null && !/^\d+$/.test(String(permissions))) {
    form.fail([...path, 'default_member_permissions'], 'BITFIELD_TYPE_CONVERT', 'Could not interpret as a bit field.');
  }
  checkChoices(form, [...path, 'contexts'], command.contexts, [0, 1, 2]);
  checkChoices(form, [...path, 'integration_types'], command.integration_types, [0, 1]);
  const size = countCharacters(command);
  if (size > 8000) {
    form.fail(path, 'APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size of 8000, got ${size}`);
  }
}

function checkOptions(form: Form, path: Path, value: unknown): void {
  const options = checkList(form, path, value, { max: 25 });
  for (const [index, option] of options.entries()) {
    const at = [...path, index];
    checkName(form, [...at, 'name'], option.name);
    checkText(form, [...at, 'description'], option.description, { min: 1, max: 100 });
    checkInteger(form, [...at, 'type'], option.type ?? '', { min: 1, max: 11 });
    if (options.findIndex(({ name }) => name === option.name) < index) {
      form.fail(
        [...at, 'name'],
        'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS',
        'Option name already exists in these options',
      );
    }
    if (option.required === true && options.slice(0, index).some(({ required }) => required !== true)) {
      form.fail(
        [...at],
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    }
    const choices = checkList(form, [...at, 'choices'], option.choices, { max: 25 });
    for (const [number, choice] of choices.entries()) {
      checkText(form, [...at, 'choices', number, 'name'], choice.name, { min: 1, max: 100 });
      if (typeof choice.value === 'string') {
        checkText(form, [...at, 'choices', number, 'value'], choice.value, { min: 1, max: 100 });
      }
    }
    if (option.autocomplete === true && (choices.length > 0 || !completable.includes(option.type))) {
      form.fail(
        [...at, 'autocomplete'],
        'APPLICATION_COMMAND_AUTOCOMPLETE_INVALID',
        'Autocomplete needs text or a number, without choices',
      );
    }
    checkInteger(form, [...at, 'min_length'], option.min_length, { min: 0, max: 6000 });
    checkInteger(form, [...at, 'max_length'], option.max_length, { min: 1, max: 6000 });
    if (withOptions.includes(option.type)) checkOptions(form, [...at, 'options'], option.options);
    else if (hasEntries(option.options)) {
      form.fail([...at, 'options'], 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Only subcommands have options');
    }
  }
  const kinds = new Set(options.map(({ type }) => withOptions.includes(type)));
  if (kinds.size > 1) {
    form.fail(
      path,
      'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID',
      'Sub-command and sub-command group option types are mutually exclusive to all other types',
    );
  }
}

function checkName(form: Form, path: Path, value: unknown): void {
  checkText(form, path, value, { min: 1, max: 32 });
  if (typeof value === 'string' && (!chatName.test(value) || value !== value.toLowerCase())) {
    form.fail(path, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  }
}

function checkChoices(form: Form, path: Path, value: unknown, choices: readonly number[]): void {
  if (value === undefined || value === null) return;
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (
    list.length === 0 ||
    list.some((entry) => !choices.includes(entry as number)) ||
    new Set(list).size < list.length
  ) {
    form.fail(path, 'BASE_TYPE_CHOICES', `Value must be some of {${choices.join(', ')}}, each once.`);
  }
}

/** Names, descriptions and values of a command, its options and its choices; of translations the longest counts. */
function countCharacters(part: Json): number {
  const longest = (field: 'name' | 'description' | 'value') => {
    const own = typeof part[field] === 'string' ? part[field].length : 0;
    const translations = Object.values((part[`${field}_localizations`] ?? {}) as Record<string, string>);
    return Math.max(own, ...translations.map((text) => text.length));
  };
  const inner = [part.options, part.choices].flatMap((list) => (Array.isArray(list) ? (list as Json[]) : []));
  return (
    longest('name') +
    longest('description') +
    longest('value') +
    inner.reduce((sum, child) => sum + countCharacters(child), 0)
  );
}

function hasEntries(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}
