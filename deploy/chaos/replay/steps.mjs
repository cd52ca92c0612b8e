// Steps of a replay, each a command of its own, because the service dies between them. All print JSON.
//   steps.mjs URL KEY begin SERVICE BODY        POST; waits where the service is away
//   steps.mjs URL KEY do SERVICE ID ACTION [BODY]   pause, resume, cancel; "patch" with a body
//   steps.mjs URL KEY get SERVICE ID
//   steps.mjs URL KEY until SERVICE ID STATUS[,STATUS...] [READ]   waits for one of them, or until so many events are read
//   steps.mjs URL KEY members SERVICE [COUNT]   how many consumers of items it has; waits until they are so many and have read all
//   steps.mjs URL KEY ledger ID                 what the ledger says of a replay: calls, input, output, cost
import { Stack, eventually, money, dollars } from '../spend/colophon.mjs';

const [url, key, step, ...rest] = process.argv.slice(2);
const stack = new Stack(url, key);
const base = (service) => `/api/v1/ops/${service}/replays`;

const patient = (method, path, body, seconds = 180) =>
  eventually(async () => {
    const response = await stack.fetch(method, path, body).catch(() => undefined);
    const text = await response?.text();
    if (!response || response.status === 503) return undefined;
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text ? JSON.parse(text) : {};
  }, `${path} stays away`, seconds);

const steps = {
  begin: (service, body) => patient('POST', base(service), JSON.parse(body)),
  do: (service, id, action, body) =>
    action === 'patch'
      ? patient('PATCH', `${base(service)}/${id}`, JSON.parse(body))
      : patient('POST', `${base(service)}/${id}/${action}`),
  get: (service, id) => patient('GET', `${base(service)}/${id}`),
  until: (service, id, statuses, read) =>
    eventually(async () => {
      const replay = await patient('GET', `${base(service)}/${id}`);
      if (replay.status === 'failed' && !statuses.includes('failed')) throw new Error(`the replay failed: ${replay.error}`);
      const reached = read !== undefined && replay.progress.events_read >= Number(read);
      return statuses.split(',').includes(replay.status) || reached ? replay : undefined;
    }, `the replay is not ${statuses}`, 900),
  members: (service, wanted) => eventually(async () => {
    const { items } = await patient('GET', '/api/v1/ops/topics');
    const { members, lag, state } = items.find((topic) => topic.name === 'colophon.items')
      .consumers.find((consumer) => consumer.group === `${service}-service`);
    return wanted === undefined || (members === Number(wanted) && lag === 0 && state === 'stable') ? members : undefined;
  }, `there are not ${wanted} consumers`),
  ledger: async (id) => {
    const records = (await stack.records()).filter((record) => record.replay_id === id);
    const total = (column) => records.reduce((sum, record) => sum + Number(record[column] || 0), 0);
    return {
      calls: records.length,
      input: total('input_tokens'),
      output: total('output_tokens'),
      cost: dollars(records.reduce((sum, record) => sum + (record.cost ? money(record.cost) : 0n), 0n)),
    };
  },
};
console.log(JSON.stringify(await steps[step](...rest)));
