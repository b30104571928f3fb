import { escapeHtml, toHtml } from './markdown.mjs';

/**
 * @typedef {import('../../src/discord/render/rendered.js').Rendered} Rendered
 * @typedef {{ used: { by: string, command: string } | null, payload: Rendered }} Message
 */

/**
 * A page that shows a message as Discord does, dark.
 *
 * @param {Message} message
 */
export function renderPage({ used, payload: { content = '', embeds, components } }) {
  const reply =
    used === null
      ? ''
      : `<div class="used"><span class="who">${escapeHtml(used.by)}</span> used <span class="command">${escapeHtml(used.command)}</span></div>`;
  return `<!doctype html><meta charset="utf-8"><title></title><style>${style}</style>
<main>${reply}<div class="avatar">“</div>
<div class="body"><div class="name">On Record <span class="app">✓ APP</span> <time>Today at 09:41</time></div>
${content === '' ? '' : `<div class="content">${toHtml(content)}</div>`}
${embeds.map(renderEmbed).join('\n')}
${components.map((row) => `<div class="row">${row.components.map(renderControl).join('')}</div>`).join('\n')}
</div></main>
<script>document.title = String(Math.ceil(document.querySelector('main').getBoundingClientRect().height))</script>`;
}

/** @param {Rendered['embeds'][number]} embed */
function renderEmbed({ color = 0x4e5058, title, url, description, fields = [], footer, author }) {
  const heading = title === undefined ? '' : url === undefined ? toHtml(title) : `<a>${toHtml(title)}</a>`;
  const parts = [
    author === undefined ? '' : `<div class="author">${escapeHtml(author.name)}</div>`,
    heading === '' ? '' : `<div class="title">${heading}</div>`,
    description === undefined ? '' : `<div class="description">${toHtml(description)}</div>`,
    fields.length === 0 ? '' : `<div class="fields">${fields.map(renderField).join('')}</div>`,
    footer === undefined ? '' : `<div class="footer">${escapeHtml(footer.text)}</div>`,
  ];
  return `<div class="embed" style="border-color:#${color.toString(16).padStart(6, '0')}">${parts.join('')}</div>`;
}

/** @param {NonNullable<Rendered['embeds'][number]['fields']>[number]} field */
function renderField({ name, value, inline }) {
  return `<div class="field${inline === true ? ' inline' : ''}"><div class="field-name">${toHtml(name)}</div><div>${toHtml(value)}</div></div>`;
}

/** @param {Rendered['components'][number]['components'][number]} control */
function renderControl(control) {
  if ('options' in control) return `<div class="menu">${escapeHtml(control.placeholder ?? '')}<span>⌄</span></div>`;
  const { label, emoji, style: kind, disabled } = /** @type {{ label?: string, emoji?: { name: string }, style: number, disabled?: boolean }} */ (control); // prettier-ignore
  const classes = [
    'button',
    ['', 'primary', 'secondary', 'success', 'danger'][kind],
    disabled === true ? 'disabled' : '',
  ];
  return `<div class="${classes.join(' ')}">${escapeHtml(label ?? emoji?.name ?? '')}</div>`;
}

const style = `
* { box-sizing: border-box; margin: 0; }
body { background: #313338; color: #dbdee1; font: 16px/1.375 "gg sans", "Noto Sans", "Noto Color Emoji", sans-serif; }
main { padding: 16px 16px 18px 72px; position: relative; }
.used { font-size: 14px; color: #b5bac1; margin-bottom: 4px; position: relative; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
main:has(.used)::before { content: ""; position: absolute; left: 35px; top: 26px; width: 32px; height: 14px; border: 2px solid #4e5058; border-right: 0; border-bottom: 0; border-top-left-radius: 6px; }
.who { color: #f2f3f5; font-weight: 600; }
.command { color: #c9cdfb; background: #3c4270; border-radius: 3px; padding: 0 3px; }
.avatar { position: absolute; left: 16px; margin-top: 2px; width: 40px; height: 40px; border-radius: 50%; background: #1f6f54; color: #fff; font: 700 44px/58px "Noto Serif", serif; text-align: center; overflow: hidden; }
.name { color: #f2f3f5; font-weight: 600; }
.app { background: #5865f2; color: #fff; font-size: 10px; font-weight: 600; border-radius: 4px; padding: 1px 5px; vertical-align: 2px; }
time { color: #949ba4; font-size: 12px; font-weight: 400; margin-left: 4px; }
.content { margin: 2px 0 4px; }
.embed { background: #2b2d31; border-left: 4px solid; border-radius: 4px; max-width: 520px; padding: 10px 16px 14px 12px; margin-top: 6px; font-size: 14px; line-height: 18px; }
.author { font-weight: 600; color: #f2f3f5; margin-top: 4px; }
.title { font-size: 16px; line-height: 22px; font-weight: 600; color: #f2f3f5; margin-top: 6px; }
.description { margin-top: 8px; white-space: pre-wrap; }
.fields { display: grid; grid-template-columns: repeat(12, 1fr); gap: 10px 8px; margin-top: 10px; }
.field { grid-column: span 12; white-space: pre-wrap; }
.field.inline { grid-column: span 4; }
.field-name { font-weight: 600; color: #f2f3f5; margin-bottom: 2px; }
.footer { margin-top: 10px; font-size: 12px; line-height: 16px; color: #dbdee1; font-weight: 500; }
a { color: #00a8fc; text-decoration: none; }
strong { font-weight: 700; color: #f2f3f5; }
blockquote { display: block; border-left: 4px solid #4e5058; border-radius: 4px; padding: 0 8px 0 12px; margin: 2px 0; }
small { display: block; font-size: 12.25px; line-height: 17px; color: #949ba4; }
code { background: #1e1f22; border: 1px solid #3f4147; border-radius: 4px; padding: 0 3px; font: 85% "Noto Sans Mono", "DejaVu Sans Mono", monospace; }
.mention { background: #3c4270; color: #c9cdfb; border-radius: 3px; padding: 0 2px; font-weight: 500; }
.row { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }
.button { background: #4e5058; color: #fff; font-size: 14px; font-weight: 500; border-radius: 4px; padding: 6px 16px; line-height: 20px; }
.primary { background: #5865f2; }
.danger { background: #da373c; }
.disabled { opacity: 0.5; }
.menu { background: #1e1f22; color: #949ba4; border-radius: 4px; padding: 9px 12px; width: 400px; display: flex; justify-content: space-between; }
`;
