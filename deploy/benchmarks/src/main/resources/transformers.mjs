// Embeds texts with @huggingface/transformers: one JSON request a line in, one JSON answer a line out.
import { createInterface } from 'node:readline';
import { env, pipeline } from '@huggingface/transformers';

env.allowRemoteModels = false;
env.localModelPath = process.argv[2];
const extract = await pipeline('feature-extraction', 'model', { dtype: 'fp32' });
console.log(JSON.stringify({ ready: true }));

for await (const line of createInterface({ input: process.stdin })) {
  const { texts, batch } = JSON.parse(line);
  const started = process.hrtime.bigint();
  const order = texts.map((_, index) => index).sort((a, b) => texts[b].length - texts[a].length);
  const vectors = [];
  for (let from = 0; from < order.length; from += batch) {
    const some = order.slice(from, from + batch);
    const made = await extract(some.map((index) => texts[index]), { pooling: 'mean', normalize: true });
    made.tolist().forEach((vector, row) => (vectors[some[row]] = vector));
  }
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  console.log(JSON.stringify({ seconds, first: vectors[0], rss: process.memoryUsage.rss() }));
}
