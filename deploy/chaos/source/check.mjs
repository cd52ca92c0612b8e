// Holds runs, items and events against what the source has: check.mjs URL KEY PROJECT SOURCE THREADS ROUNDS EVENTS, where EVENTS is a
// file of lines "id item version" as they are on the topic.
import { readFileSync } from 'node:fs';
import { Stack, eventually } from '../spend/colophon.mjs';

const [url, key, project, source, threads, rounds, file] = process.argv.slice(2);
const stack = new Stack(url, key);
const wanted = Number(threads);
const times = Number(rounds);
const begin = Date.parse('2026-01-01T00:00:00Z');
const faults = [];

const all = async (path) => {
  const found = [];
  for (let cursor = ''; ; ) {
    const page = await stack.api('GET', `${path}${path.includes('?') ? '&' : '?'}limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    found.push(...page.items);
    if (!page.next_cursor) return found;
    cursor = page.next_cursor;
  }
};

const runs = (await all(`/api/v1/sources/${source}/runs`)).reverse();
runs.slice(0, times).forEach((run, i) => {
  const { status, items_seen, items_captured, items_unchanged, items_removed, items_failed } = run;
  if (status !== 'succeeded') faults.push(`run ${i + 1} is ${status}: ${run.error}`);
  if (items_captured !== wanted) faults.push(`run ${i + 1} captured ${items_captured} of ${wanted}`);
  if (items_removed || items_failed) faults.push(`run ${i + 1} removed ${items_removed}, failed ${items_failed}`);
  if (items_seen !== items_captured + items_unchanged) faults.push(`run ${i + 1} saw ${items_seen}`);
});
const last = runs.at(-1);
if (last.items_captured !== 0) faults.push(`behind the cursor there were ${last.items_captured} to capture`);

const items = await all(`/api/v1/items?project_id=${project}`);
const numbers = new Set(items.map((item) => item.external_id));
if (items.length !== wanted || numbers.size !== wanted) faults.push(`${items.length} items of ${numbers.size} threads`);
const stale = items.filter((item) => {
  const number = Number(item.external_id.split('#')[1]);
  return item.version !== begin + (times - 1) * 86_400_000 + number * 60_000;
});
if (stale.length) faults.push(`${stale.length} items are not at their newest version`);

const mine = new Set(items.map((item) => item.id));
const lines = readFileSync(file, 'utf8').trim().split('\n').map((line) => line.split(' ')).filter(([, item]) => mine.has(item));
const events = new Set(lines.map(([id]) => id));
const versions = new Set(lines.map(([, item, version]) => `${item} ${version}`));
if (events.size !== wanted * times) faults.push(`${events.size} events for ${wanted * times} versions`);
if (versions.size !== events.size) faults.push(`${events.size} events tell of ${versions.size} versions`);

const heard = await eventually(async () => {
  const stats = await stack.api('GET', `/api/v1/embeddings/stats?project_id=${project}`);
  return stats.items === wanted ? stats.items : undefined;
}, 'embedding-service has not heard of all', 300).catch((error) => faults.push(error.message));

console.log(JSON.stringify({
  runs: runs.length, items: items.length, events: events.size, sent_again: lines.length - events.size, heard,
  unchanged: runs.map((run) => run.items_unchanged),
}));
if (faults.length) {
  console.error(faults.join('; '));
  process.exit(1);
}
