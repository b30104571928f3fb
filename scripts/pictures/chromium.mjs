import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const chromium = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Width of a picture in the pixels of a page; the file has twice as many. A desktop's column, and near a phone's. */
const width = 600;

/**
 * Writes a picture of a page, as high as what it holds.
 *
 * @param {string} html
 * @param {string} file
 * @returns {Promise<string>} the file and its size, for people
 */
export async function photograph(html, file) {
  const folder = await mkdtemp(join(tmpdir(), 'on-record-pictures-'));
  try {
    const page = join(folder, 'page.html');
    await writeFile(page, html);
    const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', `--user-data-dir=${join(folder, 'profile')}`, '--force-device-scale-factor=2']; // prettier-ignore
    const address = pathToFileURL(page).href;
    // The page writes its own height into its title.
    const { stdout } = await run(chromium, [...flags, `--window-size=${width},600`, '--dump-dom', address], {
      maxBuffer: 2 ** 24,
    });
    const height = /<title>(\d+)<\/title>/.exec(stdout)?.[1];
    if (height === undefined) throw new Error('Expected the page to say how high it is, got no number in its title');
    await run(chromium, [...flags, `--window-size=${width},${height}`, `--screenshot=${file}`, address]);
    return `${file}: ${Math.round((await stat(file)).size / 1000)} kB`;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
