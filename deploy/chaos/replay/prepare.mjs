// Makes PROJECTS projects with ITEMS items altogether, of texts of this repository, no two alike; a model at the upstream describes
// them: prepare.mjs URL KEY UPSTREAM PROJECTS ITEMS. Ends when every project has its metadata and nothing waits.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Stack, eventually } from '../spend/colophon.mjs';

const [url, key, upstream, projects, items] = process.argv.slice(2);
const stack = new Stack(url, key);
const root = fileURLToPath(new URL('../../..', import.meta.url));

function texts(count) {
  const files = execFileSync('git', ['-C', root, 'ls-files', '*.java', '*.md'], { encoding: 'utf8' }).trim().split('\n');
  const parts = files.flatMap((file) => readFileSync(`${root}/${file}`, 'utf8').split(/\n\s*\n/)
    .filter((part) => part.length > 150 && part.length < 2000).map((part) => ({ file, part })));
  return Array.from({ length: count }, (_, i) => {
    const { file, part } = parts[i % parts.length];
    return { title: `${file.split('/').at(-1)}, part ${i}`, text: `Part ${i}. ${part}` };
  });
}

await stack.setPrices();
const performance_config = { timeout_ms: 20_000, max_attempts: 2 };
const integration = await stack.add('Chaos large', 'llm', upstream, 'chaos-large', { performance_config });
await stack.api('PUT', '/api/v1/ai/configuration/models', { values: { chat: integration, metadata: integration } });
await stack.listed('Chaos large');

const all = texts(Number(items));
const each = Math.ceil(all.length / Number(projects));
const ids = [];
for (let i = 0; i < Number(projects); i++) {
  const { id } = await stack.api('POST', '/api/v1/projects', {
    name: `Part ${i} of a whole`, description: `The ${i}th of ${projects} parts that tell what was written down and why.`,
  });
  ids.push(id);
  const lines = all.slice(i * each, (i + 1) * each).map((item, n) =>
    JSON.stringify({ external_id: `item-${i}-${n}`, kind: 'document', ...item }));
  const response = await fetch(`${url}/api/v1/projects/${id}/items`, {
    method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' }, body: lines.join('\n'),
  });
  if (!response.ok) throw new Error(`items answered ${response.status}: ${await response.text()}`);
}

const waits = async () => {
  const { work_queues: queues } = await stack.api('GET', '/api/v1/ops/metadata/status');
  return queues.reduce((sum, queue) => sum + queue.pending, 0);
};
await eventually(async () => {
  for (const id of ids) if (!(await stack.api('GET', `/api/v1/projects/${id}`)).meta) return undefined;
  return (await waits()) === 0 || undefined;
}, 'projects stay without metadata', 900);
console.log(ids.length);
