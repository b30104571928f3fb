// npm run -s onrecord -- <command>: prepares what is missing, then runs the program in this process, so that input, output,
// signals and the exit code are its own.
import { prepare } from './prepare.mjs';
import { start } from './start.mjs';

await prepare();
await start(process.argv.slice(2));
