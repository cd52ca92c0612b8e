// Steps of a sync, each a command of its own, because the service dies between them:
//   sync.mjs URL KEY connect UPSTREAM       prints the ids of the source and its run
//   sync.mjs URL KEY begin SOURCE           prints the id of a new run
//   sync.mjs URL KEY moved SOURCE RUN SEEN  waits until the run has seen more, prints how many, or "over"
import { Stack, eventually, pause } from '../spend/colophon.mjs';

const [url, key, step, ...rest] = process.argv.slice(2);
const stack = new Stack(url, key);

/** The service is away now and then, which is what this is about. */
const patient = (method, path, body) =>
  eventually(async () => {
    const response = await stack.fetch(method, path, body).catch(() => undefined);
    const text = await response?.text();
    if (!response || response.status === 503) return undefined;
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text);
  }, `${path} stays away`, 120);

if (step === 'connect') {
  const project = await patient('POST', '/api/v1/projects', { name: 'Chaos', auto_metadata: false });
  const source = await patient('POST', '/api/v1/sources', {
    type: 'github',
    project_id: project.id,
    name: 'Chaos',
    config: { base_url: `http://127.0.0.1:${rest[0]}`, owner: 'colophon', repositories: ['chaos'], include: ['issues'] },
    credentials: { token: 'of-nobody' },
  });
  const run = await patient('POST', `/api/v1/sources/${source.id}/sync`, {});
  console.log(project.id, source.id, run.id);
} else if (step === 'begin') {
  console.log((await patient('POST', `/api/v1/sources/${rest[0]}/sync`, {})).id);
} else {
  const [source, id, seen] = rest;
  for (;;) {
    const run = await patient('GET', `/api/v1/sources/${source}/runs/${id}`);
    if (run.finished_at) {
      console.log('over');
      break;
    }
    if (run.items_seen > Number(seen)) {
      console.log(run.items_seen);
      break;
    }
    await pause(100);
  }
}
