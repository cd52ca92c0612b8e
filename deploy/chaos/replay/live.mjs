// Captures an item a second and looks until search finds it, until it is told to end (SIGTERM): live.mjs URL KEY PROJECT. Then prints
// how many there were and how long they took.
import { Stack, pause } from '../spend/colophon.mjs';

const [url, key, project] = process.argv.slice(2);
const stack = new Stack(url, key);
let going = true;
process.on('SIGTERM', () => { going = false; });
const took = [];

async function searchable(number) {
  const title = `Live ${process.pid} ${number}`;
  const begun = Date.now();
  await fetch(`${url}/api/v1/projects/${project}/items`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
    body: JSON.stringify({ external_id: title, kind: 'document', title, text: `${title} is what happens now.` }),
  });
  while (Date.now() - begun < 120_000) {
    const { hits } = await stack.api('POST', '/api/v1/search', { query: title, project_id: project, k: 3 });
    if (hits.some((hit) => hit.title === title)) break;
    await pause(100);
  }
  took.push(Date.now() - begun);
}

const under = [];
for (let number = 0; going; number++) {
  under.push(searchable(number));
  await pause(1000);
}
await Promise.all(under);
took.sort((a, b) => a - b);
console.log(JSON.stringify({ items: took.length, p50_ms: took[Math.floor(took.length / 2)], max_ms: took.at(-1) }));
