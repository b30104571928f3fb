import { wrongUse } from '../arguments.js';
import type { Arguments } from '../arguments.js';
import { invocation } from '../command.js';
import type { CommandContext } from '../command.js';
import { concealSecrets } from '../../domain/conceal.js';
import { findNearest } from '../nearest.js';
import { toJsonLine, toPrintable } from '../printable.js';
import { renderSources } from '../render/status.js';

const command = { name: 'sources' };
const actions = ['list', 'add', 'remove'];

/** Lists, adds or removes sources. What is added is read at the next reindex. */
export async function run(args: Arguments, context: CommandContext): Promise<number> {
  const [action = 'list', source, ...others] = args.positionals;
  if (!actions.includes(action)) {
    const nearest = findNearest(action, actions);
    const guess = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
    throw wrongUse(command, `Expected list, add or remove, got "${action}".${guess}`);
  }
  const isList = action === 'list';
  if (isList ? source !== undefined : source === undefined || others.length > 0) {
    const wanted = isList ? 'nothing after "list"' : `one source after "${action}"`;
    throw wrongUse(command, `Expected ${wanted}, got ${args.positionals.length - 1 || 'none'}.`);
  }
  const app = await context.openApp();
  if (source !== undefined) {
    const done = action === 'add' ? await app.addSource(source) : (await app.removeSource(source), true);
    const told = toPrintable(concealSecrets(source));
    const what = done ? `${action === 'add' ? 'Added' : 'Removed'} ${told}` : `${told} is a source already`;
    const next = done ? `Next: ${invocation} reindex\n` : '';
    await context.stderr.write(`${what}.\n${next}`);
    if (!args.flags.has('json')) return 0;
  }
  const sources = await app.listSources();
  await context.stdout.write(
    args.flags.has('json') ? toJsonLine({ sources }) : renderSources(toPrintable(sources), context.stdout.style),
  );
  return 0;
}
