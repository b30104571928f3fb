import { ComponentType } from 'discord-api-types/v10';
import { interactionOf } from './asked.js';
import type { ShownField, ShownModal } from './asked.js';
import { flatten } from './shown-message.js';
import type { ShownMessage } from './shown-message.js';

/** How a test names a button: by what is written on it, by its emoji, or by its id. */
export type WantedButton = { label: string | RegExp } | { emoji: string } | { customId: string | RegExp };

/** What is chosen in a menu, the only one of the message unless it is named. */
export type Choice = { customId?: string | RegExp } & ({ value: string } | { values: readonly string[] });

export interface UsedComponent {
  data: { custom_id: string; component_type: ComponentType; values?: readonly string[] };
  /** For messages: `the button Next`. */
  label: string;
}

/** The button as Discord's app would let a person press it. Throws when there is not exactly one, or when it does nothing. */
export function useButton({ buttons }: ShownMessage, wanted: WantedButton): UsedComponent {
  const found = buttons.filter((button) => {
    if ('label' in wanted) return matches(button.label, wanted.label);
    if ('emoji' in wanted) return button.emoji === wanted.emoji;
    return button.customId !== null && matches(button.customId, wanted.customId);
  });
  const [button] = found;
  const said = Object.values(wanted).map(String).join();
  if (button === undefined || found.length > 1) {
    const all = buttons.map(({ label, emoji }) => label || emoji).join(', ');
    throw new Error(`Expected one button ${said}, got ${all || 'none'}`);
  }
  if (button.isDisabled || button.customId === null) {
    const kind = button.isDisabled ? 'a disabled one' : 'a link';
    throw new Error(`Expected the button ${said} to be one that tells the bot, got ${kind}`);
  }
  return { data: { custom_id: button.customId, component_type: ComponentType.Button }, label: `the button ${said}` };
}

/** Throws when there is not exactly one such menu, or when it does not offer what is chosen. */
export function useMenu({ menus }: ShownMessage, choice: Choice): UsedComponent {
  const { customId } = choice;
  const values = 'value' in choice ? [choice.value] : choice.values;
  const found = menus.filter((menu) => customId === undefined || matches(menu.customId, customId));
  const [menu] = found;
  if (menu === undefined || found.length > 1) {
    throw new Error(`Expected one menu, got ${menus.map((one) => one.customId).join(', ') || 'none'}`);
  }
  const offered = menu.options.map(({ value }) => value);
  const strange = values.find((value) => !offered.includes(value));
  if (strange !== undefined) throw new Error(`Expected one of ${offered.join(', ')}, got ${strange}`);
  if (menu.isDisabled || values.length < menu.min || values.length > menu.max) {
    throw new Error(`Expected ${menu.min} to ${menu.max} choices of an enabled menu, got ${values.length}`);
  }
  const data = { custom_id: menu.customId, component_type: ComponentType.StringSelect, values };
  return { data, label: `the choice of ${values.join(', ')}` };
}

/** What a form sends. Throws for unknown fields, and for lengths that Discord's app does not let through. */
export function fillForm(
  modal: ShownModal,
  given: Record<string, string>,
): { custom_id: string; components: object[] } {
  const names = modal.fields.map(({ customId }) => customId);
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new Error(`Expected a field of "${modal.title}" (${names.join(', ')}), got ${unknown}`);
  const parts = flatten(interactionOf(modal).modal!.components);
  const components = modal.fields.map((field, index) => {
    const { customId } = field;
    const input = {
      type: ComponentType.TextInput,
      id: 2 * index + 2,
      custom_id: customId,
      value: valueOf(field, given),
    };
    const isLabelled = parts.some(
      ({ type, component }) =>
        type === ComponentType.Label && (component as { custom_id?: string }).custom_id === customId,
    );
    return isLabelled
      ? { type: ComponentType.Label, id: 2 * index + 1, component: input }
      : { type: ComponentType.ActionRow, id: 2 * index + 1, components: [input] };
  });
  return { custom_id: modal.customId, components };
}

function valueOf(
  { customId, value: filled, isRequired, minLength, maxLength }: ShownField,
  given: Record<string, string>,
): string {
  const value = given[customId] ?? filled;
  const least = isRequired ? Math.max(1, minLength) : value === '' ? 0 : minLength;
  if (value.length < least || value.length > maxLength) {
    throw new Error(`Expected ${least} to ${maxLength} characters in ${customId}, got ${value.length}`);
  }
  return value;
}

function matches(text: string, pattern: string | RegExp): boolean {
  return typeof pattern === 'string' ? text === pattern : pattern.test(text);
}
