// What an operator does with dead letters: letters.mjs URL KEY STEP ...
//   client                      the id of the key's client
//   project                     makes a project, prints its id
//   items PROJECT FROM COUNT TITLE     sends items whose title begins so
//   embedded PROJECT COUNT      waits until so many items are embedded
//   waiting COUNT               waits until so many dead letters wait, and prints their causes
//   redrive FILTER              all that fit, at once
//   settled STATE COUNT         waits until so many are in a state and none is queued
//   mend                        gives each unreadable one back what it lacks, and redrives it
import { Stack, eventually } from '../spend/colophon.mjs';

const [url, key, step, ...rest] = process.argv.slice(2);
const stack = new Stack(url, key);
const base = '/api/v1/ops/embedding/dead-letters';

async function* all(query) {
  for (let cursor; ;) {
    const page = await stack.api('GET', `${base}?limit=200&${query}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
    yield* page.items;
    cursor = page.next_cursor;
    if (!cursor) return;
  }
}
const count = async (query) => {
  let found = 0;
  for await (const letter of all(query)) found += letter ? 1 : 0;
  return found;
};

function mended(letter) {
  const text = typeof letter.payload === 'string' ? letter.payload : JSON.stringify(letter.payload);
  const payload = JSON.parse(text.endsWith('}') ? text : `${text}}`);
  return { title: `Broken ${payload.external_id.split('-').at(-1)}`, ...payload };
}

const steps = {
  client: async () => (await stack.api('GET', '/api/v1/me')).client_id,
  project: async () => (await stack.api('POST', '/api/v1/projects', { name: 'Poison', auto_metadata: false })).id,
  items: async (project, from, number, title) => {
    const lines = Array.from({ length: Number(number) }, (_, i) => JSON.stringify({
      external_id: `${title}-${Number(from) + i}`, kind: 'document', title: `${title} ${Number(from) + i}`,
      text: `${title} number ${Number(from) + i} says nothing that another one says.`,
    }));
    for (let at = 0; at < lines.length; at += 1000) {
      const response = await fetch(`${url}/api/v1/projects/${project}/items`, {
        method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
        body: lines.slice(at, at + 1000).join('\n'),
      });
      if (!response.ok) throw new Error(`items answered ${response.status}: ${await response.text()}`);
    }
  },
  embedded: (project, number) => eventually(async () => {
    const { items, chunks } = await stack.api('GET', `/api/v1/embeddings/stats?project_id=${project}`);
    return (items === Number(number) && chunks.completed === items) || undefined;
  }, `not ${number} items are embedded`, 900),
  waiting: async (number) => {
    await eventually(async () => ((await count('state=waiting')) === Number(number) ? true : undefined), `not ${number} dead letters wait`, 600);
    const { items } = await stack.api('GET', `${base}/causes?state=waiting`);
    return items.map((cause) => `${cause.count} ${cause.error_class.split('.').at(-1)}: ${cause.error_message.slice(0, 80)}`).join('\n');
  },
  redrive: async (filter) => (await stack.api('POST', `${base}/redrive`, { filter: JSON.parse(filter), reason: 'chaos' })).count,
  settled: (state, number) => eventually(async () =>
    ((await count('state=queued')) === 0 && (await count(`state=${state}`)) === Number(number)) || undefined,
  `not ${number} are ${state}`, 600),
  mend: async () => {
    const broken = [];
    for await (const letter of all('state=waiting')) broken.push(letter.id);
    const number = broken.length;
    const mender = async () => {
      for (let id; (id = broken.pop());) {
        const payload = mended(await stack.api('GET', `${base}/${id}`));
        const { state, error } = await stack.api('POST', `${base}/${id}/redrive`, { payload, reason: 'mended' });
        if (state !== 'redriven') throw new Error(`${id} is ${state}: ${error}`);
      }
    };
    await Promise.all([1, 2, 3, 4].map(mender));
    return number;
  },
};
console.log((await steps[step](...rest)) ?? '');
