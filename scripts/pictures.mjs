// Draws what the bot shows in Discord: renders real answers about the sample coverage, lays the payloads out in Discord's look,
// and photographs them with headless Chromium into docs/pictures/.
//
//   node scripts/pictures.mjs                all pictures
//   node scripts/pictures.mjs payload.json   one picture of a payload, beside the file
//
// Needs Chromium (CHROMIUM names it when it is not /usr/bin/chromium) and fonts with emoji; on Debian:
// apt-get install chromium fonts-noto-core fonts-noto-color-emoji
import { mkdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { photograph } from './pictures/chromium.mjs';
import { renderPage } from './pictures/page.mjs';
import { makePayloads } from './pictures/payloads.mjs';
import { prepare, root } from './prepare.mjs';

const [file] = process.argv.slice(2);
if (file === undefined) {
  await prepare();
  const folder = join(root, 'docs', 'pictures');
  await mkdir(folder, { recursive: true });
  for (const { name, ...message } of await makePayloads()) {
    console.log(await photograph(renderPage(message), join(folder, `${name}.png`)));
  }
} else {
  const payload = JSON.parse(await readFile(file, 'utf8'));
  const target = join(dirname(file), `${basename(file, '.json')}.png`);
  console.log(await photograph(renderPage({ used: null, payload }), target));
}
