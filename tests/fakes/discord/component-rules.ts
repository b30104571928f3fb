import { ButtonStyle, ComponentType } from 'discord-api-types/v10';
import type { Form } from './fault.js';
import { checkInteger, checkList, checkText, checkUrl } from './text-rules.js';
import type { Json, Path } from './text-rules.js';

const selects: readonly unknown[] = [
  ComponentType.StringSelect,
  ComponentType.UserSelect,
  ComponentType.RoleSelect,
  ComponentType.MentionableSelect,
  ComponentType.ChannelSelect,
];

/** Checks the components of a message: rows of buttons and menus, or, with the flag for it, the newer layout ones. */
export function checkComponents(form: Form, path: Path, value: unknown, { isV2 }: { isV2: boolean }): void {
  const components = checkList(form, path, value, { max: isV2 ? 40 : 5 });
  for (const [index, component] of components.entries()) {
    checkTopLevel(form, [...path, index], component, isV2);
  }
  checkUnique(form, path, components);
  if (!isV2) return;
  const nested = flatten(components);
  if (nested.length > 40) {
    form.fail(path, 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED', 'The total number of components exceeds 40.');
  }
  const shown = nested.reduce(
    (sum, { type, content }) => sum + (type === ComponentType.TextDisplay ? String(content).length : 0),
    0,
  );
  if (shown > 4000) {
    form.fail(path, 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', 'The total displayable text size exceeds 4000.');
  }
}

/** Checks what opens when the bot answers with a modal. */
export function checkModal(form: Form, data: Json): void {
  checkText(form, ['data', 'custom_id'], data.custom_id, { min: 1, max: 100 });
  checkText(form, ['data', 'title'], data.title, { min: 1, max: 45 });
  const path = ['data', 'components'];
  const components = checkList(form, path, data.components, { min: 1, max: 5 });
  for (const [index, component] of components.entries()) {
    const at = [...path, index];
    if (component.type === ComponentType.ActionRow) {
      const [input = {}] = checkList(form, [...at, 'components'], component.components, { min: 1, max: 1 });
      checkTextInput(form, [...at, 'components', 0], input, { hasLabel: true });
    } else if (component.type === ComponentType.Label) {
      checkText(form, [...at, 'label'], component.label, { min: 1, max: 45 });
      checkText(form, [...at, 'description'], component.description, { max: 100 });
      const field = (component.component ?? {}) as Json;
      if (selects.includes(field.type)) checkSelect(form, [...at, 'component'], field);
      else checkTextInput(form, [...at, 'component'], field, { hasLabel: false });
    } else if (component.type === ComponentType.TextDisplay) {
      checkText(form, [...at, 'content'], component.content, { min: 1, max: 4000 });
    } else failType(form, at);
  }
  checkUnique(form, path, components);
}

function checkTopLevel(form: Form, path: Path, component: Json, isV2: boolean): void {
  const { type } = component;
  if (type === ComponentType.ActionRow) checkRow(form, path, component);
  else if (!isV2) failType(form, path);
  else if (type === ComponentType.TextDisplay) {
    checkText(form, [...path, 'content'], component.content, { min: 1, max: 4000 });
  } else if (type === ComponentType.Section) {
    const texts = checkList(form, [...path, 'components'], component.components, { min: 1, max: 3 });
    for (const [index, text] of texts.entries()) checkTopLevel(form, [...path, 'components', index], text, true);
    const accessory = (component.accessory ?? {}) as Json;
    if (accessory.type === ComponentType.Button) checkButton(form, [...path, 'accessory'], accessory);
    else if (accessory.type !== ComponentType.Thumbnail) failType(form, [...path, 'accessory']);
  } else if (type === ComponentType.Container) {
    const parts = checkList(form, [...path, 'components'], component.components, { min: 1, max: 40 });
    for (const [index, part] of parts.entries()) checkTopLevel(form, [...path, 'components', index], part, true);
  } else if (type !== ComponentType.Separator && type !== ComponentType.MediaGallery) failType(form, path);
}

function checkRow(form: Form, path: Path, row: Json): void {
  const children = checkList(form, [...path, 'components'], row.components, { min: 1, max: 5 });
  const widest = children.some(({ type }) => selects.includes(type)) ? 1 : 5;
  if (children.length > widest) {
    form.fail(
      [...path, 'components'],
      'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
      `The specified component exceeds the maximum width of ${widest}`,
    );
  }
  for (const [index, child] of children.entries()) {
    const at = [...path, 'components', index];
    if (child.type === ComponentType.Button) checkButton(form, at, child);
    else if (selects.includes(child.type)) checkSelect(form, at, child);
    else failType(form, at);
  }
}

function checkButton(form: Form, path: Path, button: Json): void {
  checkText(form, [...path, 'label'], button.label, { max: 80 });
  if (!button.label && !button.emoji) {
    form.fail(path, 'BUTTON_COMPONENT_INVALID_CONTENT', 'A button needs a label or an emoji');
  }
  checkInteger(form, [...path, 'style'], button.style ?? '', { min: 1, max: 6 });
  if (button.style === ButtonStyle.Link) {
    checkText(form, [...path, 'url'], button.url, { min: 1, max: 512 });
    checkUrl(form, [...path, 'url'], button.url, { max: 512 });
    if (button.custom_id !== undefined) {
      form.fail(
        [...path, 'custom_id'],
        'BUTTON_COMPONENT_CUSTOM_ID_NOT_ALLOWED',
        'A link button cannot have a custom id',
      );
    }
  } else if (button.style !== ButtonStyle.Premium) {
    checkText(form, [...path, 'custom_id'], button.custom_id, { min: 1, max: 100 });
  }
}

function checkSelect(form: Form, path: Path, select: Json): void {
  checkText(form, [...path, 'custom_id'], select.custom_id, { min: 1, max: 100 });
  checkText(form, [...path, 'placeholder'], select.placeholder, { max: 150 });
  checkInteger(form, [...path, 'min_values'], select.min_values, { min: 0, max: 25 });
  checkInteger(form, [...path, 'max_values'], select.max_values, { min: 1, max: 25 });
  if (select.type !== ComponentType.StringSelect) return;
  const at = [...path, 'options'];
  const options = checkList(form, at, select.options, { min: 1, max: 25 });
  for (const [index, option] of options.entries()) {
    checkText(form, [...at, index, 'label'], option.label, { min: 1, max: 100 });
    checkText(form, [...at, index, 'value'], option.value, { min: 1, max: 100 });
    checkText(form, [...at, index, 'description'], option.description, { max: 100 });
    if (options.findIndex(({ value }) => value === option.value) < index) {
      form.fail(
        [...at, index, 'value'],
        'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
        'The specified option value is already used',
      );
    }
  }
  const most = typeof select.max_values === 'number' ? select.max_values : 1;
  if (most > options.length) {
    form.fail([...path, 'max_values'], 'BASE_TYPE_MAX_LENGTH', `Must be ${options.length} or fewer.`);
  }
  if (options.filter((option) => option.default === true).length > most) {
    form.fail(at, 'SELECT_COMPONENT_TOO_MANY_DEFAULT_OPTIONS', 'Too many default options are selected');
  }
}

function checkTextInput(form: Form, path: Path, input: Json, { hasLabel }: { hasLabel: boolean }): void {
  if (input.type !== ComponentType.TextInput) return failType(form, path);
  checkText(form, [...path, 'custom_id'], input.custom_id, { min: 1, max: 100 });
  if (hasLabel) checkText(form, [...path, 'label'], input.label, { min: 1, max: 45 });
  checkText(form, [...path, 'placeholder'], input.placeholder, { max: 100 });
  checkText(form, [...path, 'value'], input.value, {
    max: typeof input.max_length === 'number' ? input.max_length : 4000,
  });
  checkInteger(form, [...path, 'style'], input.style ?? '', { min: 1, max: 2 });
  checkInteger(form, [...path, 'min_length'], input.min_length, { min: 0, max: 4000 });
  checkInteger(form, [...path, 'max_length'], input.max_length, { min: 1, max: 4000 });
}

function checkUnique(form: Form, path: Path, components: Json[]): void {
  const ids = flatten(components)
    .map(({ custom_id: id }) => id)
    .filter((id) => id !== undefined);
  const twice = ids.find((id, index) => ids.indexOf(id) < index);
  if (twice !== undefined) {
    form.fail(
      path,
      'COMPONENT_CUSTOM_ID_DUPLICATED',
      `Component custom id cannot be duplicated: ${JSON.stringify(twice)}`,
    );
  }
}

function flatten(components: readonly Json[]): Json[] {
  return components.flatMap((component) => [
    component,
    ...flatten(Array.isArray(component.components) ? (component.components as Json[]) : []),
    ...flatten([component.accessory, component.component].filter((part) => part !== undefined) as Json[]),
  ]);
}

function failType(form: Form, path: Path): void {
  form.fail([...path, 'type'], 'BASE_TYPE_CHOICES', 'This component type cannot be used here.');
}
