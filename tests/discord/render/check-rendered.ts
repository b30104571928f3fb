import { ComponentType } from 'discord.js';
import type { APIEmbed } from 'discord.js';
import type { Rendered } from '../../../src/discord/render/rendered.js';
import { dialects, readMarkdown, shownText, type Read } from './discord-markdown.js';

/** What Discord would refuse a message for; empty when it takes it. */
export function listFaults({ content = '', embeds, components }: Rendered): string[] {
  const faults: string[] = [];
  const need = (isMet: boolean, fault: string) => {
    if (!isMet) faults.push(fault);
  };
  const within = (name: string, text: string | undefined, most: number, least = 1) => {
    if (text !== undefined)
      need(text.trim().length >= least && text.length <= most, `${name} has ${text.length} characters`);
  };
  within('content', content, 2000, 0);
  need(content !== '' || embeds.length > 0, 'the message is empty');
  need(embeds.length <= 10, `${embeds.length} embeds`);
  need(
    embeds.reduce((sum, embed) => sum + countCharacters(embed), 0) <= 6000,
    'embeds have more than 6,000 characters',
  );
  for (const { title, description, fields = [], footer, author, url } of embeds) {
    need(title !== undefined || description !== undefined || fields.length > 0, 'an embed is empty');
    within('title', title, 256);
    within('description', description, 4096);
    within('footer', footer?.text, 2048);
    within('author', author?.name, 256);
    need(url === undefined || /^https?:\/\/[^\s]+$/.test(url), `address ${url}`);
    need(fields.length <= 25, `${fields.length} fields`);
    for (const { name, value } of fields) {
      within('field name', name, 256);
      within('field value', value, 1024);
    }
  }
  need(components.length <= 5, `${components.length} rows`);
  const ids: string[] = [];
  for (const { components: controls } of components) {
    need(controls.length >= 1 && controls.length <= 5, `${controls.length} controls in a row`);
    for (const control of controls) {
      if (!('custom_id' in control)) continue;
      ids.push(control.custom_id);
      if (control.type === ComponentType.Button) {
        const { label, emoji } = control as { label?: string; emoji?: { name?: string } };
        within('label', label, 80);
        need(label !== undefined || emoji?.name !== undefined, 'a button says nothing');
      } else if (control.type === ComponentType.StringSelect) {
        need(controls.length === 1, 'a menu shares its row');
        within('placeholder', control.placeholder, 150);
        need(control.options.length >= 1 && control.options.length <= 25, `${control.options.length} options`);
        need(
          new Set(control.options.map(({ value }) => value)).size === control.options.length,
          'options are not unique',
        );
        for (const { label, value, description } of control.options) {
          within('option', label, 100);
          within('value', value, 100);
          within('option description', description, 100);
        }
      }
    }
  }
  for (const id of ids) within('custom_id', id, 100);
  need(new Set(ids).size === ids.length, 'custom_ids are not unique');
  return faults;
}

function countCharacters({ title, description, fields = [], footer, author }: APIEmbed): number {
  const texts = [title, description, footer?.text, author?.name, ...fields.flatMap(({ name, value }) => [name, value])];
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
}

/** Everything of a message that Discord reads as Markdown, as it is read; titles and names of fields know no masked links. */
export function readRendered({ content = '', embeds }: Rendered, dialect = dialects[0]!): Read {
  const texts = [
    content,
    ...embeds.flatMap(({ title = '', description = '', fields = [] }) => [
      title,
      description,
      ...fields.flatMap(({ name, value }) => [name, value]),
    ]),
  ];
  const reads = texts.filter((text) => text !== '').map((text) => readMarkdown(text, dialect));
  return {
    runs: reads.flatMap(({ runs }) => [...runs, { text: '\n', styles: [], link: null }]),
    links: reads.flatMap(({ links }) => links),
    mentions: reads.flatMap(({ mentions }) => mentions),
  };
}

/** The words that a message shows, Markdown or not, in order. */
export function wordsOf(rendered: Rendered): string {
  const plain = rendered.embeds.flatMap(({ author, footer }) => [author?.name ?? '', footer?.text ?? '']);
  return shownText(readRendered(rendered)) + plain.filter((text) => text !== '').join('\n');
}

/** Texts of a message that Discord shows as they are. */
export function listPlainTexts({ embeds, components }: Rendered): string[] {
  return [
    ...embeds.flatMap(({ author, footer }) => [author?.name ?? '', footer?.text ?? '']),
    ...components.flatMap(({ components: controls }) =>
      controls.flatMap((control) =>
        control.type === ComponentType.StringSelect
          ? control.options.flatMap(({ label, description }) => [label, description ?? ''])
          : [],
      ),
    ),
  ];
}
