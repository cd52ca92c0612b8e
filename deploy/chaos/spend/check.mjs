// Holds a ledger against the journal of the upstream that was called.
//   check.mjs settle URL KEY LEASE_SECONDS        waits until nothing is under way any more
//   check.mjs ledger URL KEY JOURNAL SNAPSHOT     line by line; prints totals, keeps the ledger's records in SNAPSHOT
//   check.mjs same URL KEY SNAPSHOT               whether the ledger still says what it said
//   check.mjs export JOURNAL                      the journal as a provider's export, CSV
//   check.mjs reconciled JOURNAL SNAPSHOT RESULT  a reconciliation against both
import { readFileSync, writeFileSync } from 'node:fs';
import { Stack, cost, dollars, eventually, money, parsed, sum } from './colophon.mjs';

const [, , command, ...rest] = process.argv;
const SHOWN = 20;
const faults = [];
const fault = (text) => faults.push(text);
const expect = (what, is, should) => String(is) === String(should) || fault(`${what} is ${is}, not ${should}`);

const journal = (file) => readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
const paid = (record) => record.provider === 'openai_compatible';
const by = (rows, key) => {
  const groups = new Map();
  rows.forEach((row) => groups.set(key(row), [...(groups.get(key(row)) ?? []), row]));
  return groups;
};

async function settle(url, key, lease) {
  const stack = new Stack(url, key);
  let last = -1;
  let still = 0;
  await eventually(
    async () => {
      const { periods } = await stack.api('GET', '/api/v1/ai/budget');
      const { total_requests: now } = await stack.api('GET', '/api/v1/ai/usage/summary?range=1d');
      still = now === last && periods.every((period) => money(period.reserved) === 0n) ? still + 1 : 0;
      last = now;
      return still > 2 * Number(lease) || undefined;
    },
    'reservations are still open',
    300,
  );
}

/** Lines by attempt: by the id that came with the call, else by the answer's own id where the ledger has it. */
function attempts(lines, records) {
  const ids = new Map(records.filter((record) => record.provider_call_id).map((record) => [record.provider_call_id, record.attempt_id]));
  const found = new Map();
  for (const line of lines) {
    const attempt = line.attempt ?? ids.get(line.id);
    if (attempt === undefined) fault(`line ${line.id} has no X-Client-Request-Id, and no record its id`);
    else if (found.has(attempt)) fault(`attempt ${attempt} reached the upstream twice: ${found.get(attempt).id} and ${line.id}`);
    else found.set(attempt, line);
  }
  return found;
}

const tokens = (record) => ({
  input: Number(record.input_tokens || 0),
  cached: Number(record.cached_input_tokens || 0),
  output: Number(record.output_tokens || 0),
});

/** What one record is to its line; says what is wrong. */
function judge(record, line) {
  const name = `attempt ${record.attempt_id} (${record.operation}, ${record.outcome}, ${record.cost_status})`;
  if (record.cost_status === 'not_billed') {
    if (line?.billed) fault(`${name} stands as not billed, and ${line.id} was (${line.fault ?? 'success'})`);
    return 'not billed';
  }
  if (record.cost_status === 'unconfirmed') {
    if (line === undefined) return 'unconfirmed, never arrived';
    expect(`model of ${name}`, record.model, line.model);
    if (record.cost === '' || money(record.cost) < cost(line.model, line)) {
      fault(`${name} is held at ${record.cost || 'nothing'}, and ${line.id} cost ${dollars(cost(line.model, line))}`);
    }
    return line.billed ? 'unconfirmed, billed' : 'unconfirmed, not billed';
  }
  if (record.cost_status !== 'priced') {
    fault(`${name} has a status that nothing here may have`);
    return record.cost_status;
  }
  if (line === undefined) {
    fault(`${name} is priced and never reached the upstream`);
    return 'priced';
  }
  if (!line.billed) fault(`${name} is priced, and ${line.id} was not billed (${line.fault})`);
  expect(`model of ${name}`, record.model, line.model);
  expect(`cost of ${name}`, record.cost, dollars(cost(record.model, tokens(record))));
  if (record.estimated === 'true') {
    if (record.outcome !== 'cancelled') fault(`${name} is an estimate though nobody broke it off`);
    return 'priced by estimate';
  }
  expect(`tokens of ${name}`, JSON.stringify(tokens(record)), JSON.stringify({ input: line.input, cached: line.cached, output: line.output }));
  return 'priced';
}

async function ledger(url, key, file, snapshot) {
  const stack = new Stack(url, key);
  const records = (await stack.records()).filter(paid);
  const lines = attempts(journal(file), records);
  const known = new Map(records.map((record) => [record.attempt_id, record]));
  expect('number of distinct attempts', known.size, records.length);
  for (const [attempt, line] of lines) {
    if (!known.has(attempt)) fault(`line ${line.id} (${line.fault ?? 'success'}, attempt ${attempt}) is not in the ledger`);
  }
  const judged = records.map((record) => {
    const line = lines.get(record.attempt_id);
    return { record, line, as: judge(record, line), actual: line ? cost(line.model, line) : 0n };
  });
  const { model_breakdown: reported } = await stack.api('GET', '/api/v1/ai/usage/summary?range=1d');
  const models = [...by(judged, ({ record }) => record.model)].map(([model, rows]) => {
    const exact = rows.filter((row) => row.as === 'priced');
    const estimated = rows.filter((row) => row.as === 'priced by estimate');
    const open = rows.filter((row) => row.as.startsWith('unconfirmed'));
    const amounts = (some) => sum(some.map(({ record }) => money(record.cost || '0')));
    const billed = sum([...lines.values()].filter((line) => line.model === model).map((line) => cost(model, line)));
    const open_actual = sum([...open, ...estimated].map((row) => row.actual));
    expect(`${model}: exact in the ledger + what the upstream billed of the rest`, dollars(amounts(exact) + open_actual), dollars(billed));
    expect(`${model}: total that is reported`, reported[model]?.total_cost, dollars(amounts(exact) + amounts(estimated)));
    expect(`${model}: unconfirmed that is reported`, reported[model]?.unconfirmed_cost, dollars(amounts(open)));
    return {
      model,
      upstream_billed: dollars(billed),
      ledger_exact: dollars(amounts(exact)),
      ledger_by_estimate: dollars(amounts(estimated)),
      billed_of_estimates: dollars(sum(estimated.map((row) => row.actual))),
      ledger_unconfirmed: dollars(amounts(open)),
      billed_of_unconfirmed: dollars(sum(open.map((row) => row.actual))),
    };
  });
  const counts = Object.fromEntries([...by(judged, (row) => row.as)].map(([as, rows]) => [as, rows.length]));
  const upstream = Object.fromEntries([...by([...lines.values()], (line) => line.fault ?? 'success')].map(([name, some]) => [name, some.length]));
  writeFileSync(snapshot, JSON.stringify(records));
  console.log(JSON.stringify({ upstream_calls: lines.size, upstream, records: records.length, as: counts, models }, null, 2));
}

async function same(url, key, snapshot) {
  const before = new Map(JSON.parse(readFileSync(snapshot, 'utf8')).map((record) => [record.attempt_id, JSON.stringify(record)]));
  const now = new Map((await new Stack(url, key).records()).filter(paid).map((record) => [record.attempt_id, JSON.stringify(record)]));
  expect('number of records', now.size, before.size);
  for (const [id, record] of before) if (now.get(id) !== record) fault(`attempt ${id} was ${record} and is ${now.get(id) ?? 'gone'}`);
}

function exported(file) {
  console.log('date,model,request_id,id,input_tokens,output_tokens,cost');
  for (const line of journal(file).filter((each) => each.billed)) {
    console.log([line.at.slice(0, 10), line.model, line.attempt ?? '', line.id, line.input, line.output, dollars(cost(line.model, line))].join(','));
  }
}

/** Whatever a reconciliation matches by: both sides are in it whole, and nothing certain differs. */
function reconciled(file, snapshot, result) {
  const { matched, ours_only: oursOnly, theirs_only: theirsOnly, totals } = parsed(readFileSync(result, 'utf8'));
  const theirs = journal(file).filter((line) => line.billed);
  const ours = JSON.parse(readFileSync(snapshot, 'utf8')).filter((record) => record.cost_status !== 'not_billed');
  const known = new Map(ours.map((record) => [record.attempt_id, record]));
  expect('lines of theirs', matched.length + theirsOnly.length, theirs.length);
  expect('lines of ours', matched.length + oursOnly.length, ours.length);
  expect('their total', dollars(money(totals.theirs)), dollars(sum(theirs.map((line) => cost(line.model, line)))));
  expect('our total', dollars(money(totals.ours)), dollars(sum(ours.map((record) => money(record.cost)))));
  expect('their total less ours', dollars(money(totals.difference)), dollars(money(totals.theirs) - money(totals.ours)));
  const differing = matched.filter((line) => money(line.difference) !== 0n);
  for (const line of differing) {
    const record = known.get(line.call_id);
    if (record?.cost_status === 'priced' && record.estimated === 'false') fault(`${line.call_id} differs by ${line.difference} and is no estimate`);
  }
  expect('lines that are matched', matched.length, theirs.filter((line) => known.has(line.attempt)).length);
  console.log(JSON.stringify({ matched: matched.length, differing: differing.length, ours_only: oursOnly.length, theirs_only: theirsOnly.length, totals }));
}

await { settle, ledger, same, export: exported, reconciled }[command](...rest);
faults.slice(0, SHOWN).forEach((text) => console.error(text));
if (faults.length > SHOWN) console.error(`and ${faults.length - SHOWN} more`);
process.exitCode = faults.length > 0 ? 1 : 0;
