// Holds what clients were told against what there is, when all has settled: check.mjs URL KEY JOURNAL [SECONDS]
// Everything that was acknowledged is there, once, embedded and with metadata; nothing was refused for good.
import { readFileSync } from 'node:fs';
import { Stack, eventually } from '../spend/colophon.mjs';

const [url, key, journal, seconds = '240'] = process.argv.slice(2);
const stack = new Stack(url, key);
const lines = readFileSync(journal, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const of = (op) => lines.filter((line) => line.op === op && !line.failed);
const faults = lines.filter((line) => line.failed).map((line) => `${line.op} failed for good: ${line.failed}`);
const { project } = lines.find((line) => line.op === 'begin');
const items = of('item').length;
const projects = of('project').map((line) => line.id);
const attempt = async (check, complaint) => {
  try {
    return await eventually(check, complaint, Number(seconds));
  } catch (fault) {
    faults.push(fault.message);
    return undefined;
  }
};

let stats;
await attempt(async () => {
  stats = await stack.api('GET', `/api/v1/embeddings/stats?project_id=${project}`);
  return (stats.items === items && stats.chunks.completed === items && stats.chunks.pending === 0) || undefined;
}, 'not all items are embedded, each once').then((fine) => fine || faults.push(`${items} items, ${JSON.stringify(stats)}`));

const found = await stack.api('GET', `/api/v1/items?project_id=${project}&limit=1`);
if (items > 0 && found.items.length === 0) faults.push('no item is listed');
const last = of('item').at(-1)?.external;
if (last) {
  await attempt(async () => {
    const { hits } = await stack.api('POST', '/api/v1/search', { query: `Note ${last}`, mode: 'keyword', project_id: project });
    return hits[0]?.title === `Note ${last}` || undefined;
  }, `item ${last} is not found by search`);
}

const without = new Set(projects);
await attempt(async () => {
  for (const id of without) {
    if ((await stack.api('GET', `/api/v1/projects/${id}`)).meta) without.delete(id);
  }
  return without.size === 0 || undefined;
}, 'projects stay without metadata').then((fine) => fine || faults.push(`${without.size} of ${projects.length} projects have no metadata`));
if (new Set(projects).size !== projects.length) faults.push('two answers name one project');

const refused = lines.flatMap((line) => line.refused ?? []);
const count = (values) => Object.fromEntries([...new Set(values)].map((value) => [value, values.filter((each) => each === value).length]));
const slow = lines.filter((line) => line.tries === 1 && line.ms).map((line) => line.ms).sort((a, b) => a - b);
console.log(JSON.stringify({
  items, projects: projects.length, searches: of('search').length, tried_again: lines.filter((line) => line.tries > 1).length,
  refused: count(refused), p50_ms: slow[Math.floor(slow.length / 2)], p99_ms: slow[Math.floor(slow.length * 0.99)],
}));
if (faults.length) {
  console.error(faults.slice(0, 3).map((fault) => fault.slice(0, 300)).join('; '));
  process.exit(1);
}
