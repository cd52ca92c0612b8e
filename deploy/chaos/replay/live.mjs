// Captures an item a second and looks until search finds it and it has its vectors, until it is told to end (SIGTERM): live.mjs URL KEY
// PROJECT. Then prints how many there were and how long they took. It searches by words, as a question would be embedded, too.
import { randomBytes } from 'node:crypto';
import { Stack, pause } from '../spend/colophon.mjs';

const [url, key, project] = process.argv.slice(2);
const stack = new Stack(url, key);
let going = true;
process.on('SIGTERM', () => { going = false; });
const took = [];

async function isEmbedded(item) {
  const { items } = await stack.api('GET', `/api/v1/items/${item}/chunks`);
  return items.length > 0 && items.every((chunk) => chunk.status === 'completed');
}

async function searchable() {
  const title = `Live ${randomBytes(8).toString('hex')}`;
  const begun = Date.now();
  await fetch(`${url}/api/v1/projects/${project}/items`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
    body: JSON.stringify({ external_id: title, kind: 'document', title, text: `${title} is what happens now.` }),
  });
  while (Date.now() - begun < 120_000) {
    const { hits } = await stack.api('POST', '/api/v1/search', { query: title, mode: 'keyword', project_id: project, k: 1 });
    if (hits[0]?.title === title && await isEmbedded(hits[0].item_id)) break;
    await pause(100);
  }
  took.push(Date.now() - begun);
}

const under = [];
while (going) {
  under.push(searchable());
  await pause(1000);
}
await Promise.all(under);
took.sort((a, b) => a - b);
console.log(JSON.stringify({ items: took.length, p50_ms: took[Math.floor(took.length / 2)], max_ms: took.at(-1) }));
