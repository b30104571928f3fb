// npm run ask -- "<question>": prepares what is missing, brings the index up to date, and answers.
import { prepare } from './prepare.mjs';
import { start } from './start.mjs';

await prepare();
await start(['ask', '--fresh', ...process.argv.slice(2)]);
