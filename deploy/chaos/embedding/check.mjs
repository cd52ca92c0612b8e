// Waits until everything is embedded and holds the table, the journal and the indexes against each other:
// check.mjs URL KEY PROJECT JOURNAL ITEMS KILLS BATCH MODELS METRICS... where so many MODELS have a vector of each item, and METRICS
// are the services' own addresses.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Stack, eventually } from '../spend/colophon.mjs';
import { QUERY } from './query.mjs';

const [url, key, project, journal, items, kills, batch, models, ...metrics] = process.argv.slice(2);
const stack = new Stack(url, key);
const wanted = Number(items);
const vectors = wanted * Number(models);

const stats = await eventually(async () => {
  const found = await stack.api('GET', `/api/v1/embeddings/stats?project_id=${project}`);
  return (found.items === wanted && found.chunks.pending === 0) || found.chunks.failed > 0 ? found : undefined;
}, 'chunks stay pending', 300);

const query = createHash('sha256').update(QUERY).digest('hex');
const lines = readFileSync(journal, 'utf8').trim().split('\n').map((line) => line.split(' ')).filter(([text]) => text !== query);
const times = new Map();
for (const [text] of lines) times.set(text, (times.get(text) ?? 0) + 1);
const again = lines.length - times.size;

const indexed = async (address) => {
  const text = await (await fetch(`${address}/actuator/prometheus`)).text();
  return Number(/^colophon_embedding_index_chunks\S* (\S+)$/m.exec(text)?.[1]);
};
const sizes = [];
for (const address of metrics) {
  sizes.push(await eventually(async () => ((await indexed(address)) === vectors ? vectors : undefined), 'an index differs', 60)
    .catch(async () => indexed(address)));
}

const found = await stack.api('POST', '/api/v1/search', { query: `Note ${wanted - 1}`, mode: 'keyword', project_id: project });
const result = { ...stats.chunks, texts_sent: lines.length, sent_again: again, indexed: sizes };
console.log(JSON.stringify(result));
const faults = [];
if (stats.chunks.completed !== wanted || stats.chunks.failed) faults.push(`completed ${stats.chunks.completed} of ${wanted}, failed ${stats.chunks.failed}`);
if (times.size !== wanted) faults.push(`${times.size} different texts were sent`);
if (again > Number(kills) * Number(batch)) faults.push(`${again} texts were sent again, more than a batch a kill`);
if (sizes.some((size) => size !== vectors)) faults.push(`the indexes hold ${sizes} of ${vectors}`);
if (found.hits[0]?.title !== `Note ${wanted - 1}`) faults.push('the last item is not found');
if (faults.length) {
  console.error(faults.join('; '));
  process.exit(1);
}
