// npm run tune -- <cases.jsonl>...: looks for better numbers for ranking and confidence on given cases; see benchmarks/tune.ts.
import { runBenchmark } from './run-benchmark.mjs';

await runBenchmark('tune');
