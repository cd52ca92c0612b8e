// Looks at all runs of jobs that there were: no two of one job may have run at the same time, and none may have run for the same
// time twice; then every job is told to run at both instances at once, and must have run once: jobs.mjs URL KEY
import { Stack, eventually } from '../spend/colophon.mjs';

const [url, key] = process.argv.slice(2);
const stack = new Stack(url, key);
const faults = [];
const result = {};

for (const service of ['metadata', 'embedding', 'etl', 'usage']) {
  const base = `/api/v1/ops/${service}/jobs`;
  const { items: jobs } = await stack.api('GET', base);
  for (const { name } of jobs) {
    const before = new Set((await stack.api('GET', `${base}/${name}/runs`)).items.map((run) => run.id));
    await Promise.all([1, 2].map(() => stack.fetch('POST', `${base}/${name}/run`).then((answer) => answer.text())));
    const runs = await eventually(async () => {
      const { items } = await stack.api('GET', `${base}/${name}/runs`);
      return items.some((run) => !before.has(run.id)) && items.every((run) => run.finished_at) ? items : undefined;
    }, `${service}: ${name} does not end`, 120).catch((fault) => { faults.push(fault.message); return []; });
    const spans = runs.filter((run) => run.outcome !== 'skipped')
      .map((run) => [Date.parse(run.started_at), Date.parse(run.finished_at)]).sort((a, b) => a[0] - b[0]);
    if (spans.some(([begun], i) => i > 0 && begun < spans[i - 1][1])) faults.push(`${service}: ${name} ran twice at the same time`);
    if (runs.some((run) => run.outcome === 'failed')) faults.push(`${service}: ${name} failed: ${runs.find((run) => run.error)?.error}`);
    result[`${service}/${name}`] = runs.length;
  }
}
console.log(JSON.stringify(result));
if (faults.length) {
  console.error(faults.join('; '));
  process.exit(1);
}
