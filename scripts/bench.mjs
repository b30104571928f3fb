// npm run bench: measures the program; see benchmarks/.
import { runBenchmark } from './run-benchmark.mjs';

await runBenchmark('index');
