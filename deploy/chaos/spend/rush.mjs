// Sends calls to two front doors at once of which a limit pays only some, and counts who was let in.
//   rush.mjs URL_A URL_B KEY UPSTREAM JOURNAL CALLS PAID ROUNDS
import { readFileSync } from 'node:fs';
import { Stack, cost, dollars, eventually, money, sum } from './colophon.mjs';

const [, , urlA, urlB, key, upstream, journal, calls, paid, rounds] = process.argv;
const doors = [new Stack(urlA, key), new Stack(urlB, key)];
const MODEL = 'chaos-exact';
const NAME = 'Chaos exact';
const WARM_UP = 200;
// the input is free and the answer as long as it may be: what is reserved is what is billed
const ALLOWED = 100;
const EACH = cost(MODEL, { input: 0, cached: 0, output: ALLOWED });
const faults = [];
const expect = (what, is, should) => String(is) === String(should) || faults.push(`${what} is ${is}, not ${should}`);
const counted = () => readFileSync(journal, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
const billed = (lines) => sum(lines.map((line) => cost(line.model, line)));

const standing = async () => {
  const { periods } = await doors[0].api('GET', '/api/v1/ai/budget');
  return periods.find((period) => period.period === 'day');
};

/** How the day stands, once nothing is reserved and everything that the upstream billed is in it. */
const settled = () =>
  eventually(async () => {
    const day = await standing();
    const counts = money(day.spent) + money(day.unconfirmed) >= billed(counted());
    return counts && money(day.reserved) === 0n ? day : undefined;
  }, 'the budget does not settle at what the upstream counted');

const limit = (amount) =>
  doors[0].api('PUT', '/api/v1/ai/configuration/cost_limits', {
    values: { limits: [{ scope: 'client', period: 'day', kind: 'hard', amount }] },
  });

async function ask(round, number) {
  const content = `Question ${round}-${String(number).padStart(5, '0')} of many`;
  const response = await doors[number % 2].fetch('POST', '/v1/chat/completions', {
    model: NAME,
    max_tokens: ALLOWED,
    messages: [{ role: 'user', content }],
  });
  const answer = JSON.parse(await response.text());
  if (response.status === 402 && !/limit \S*\d.*spent \S*\d.*reserved \S*\d/.test(answer.error?.message ?? '')) {
    faults.push(`a refusal without numbers: ${JSON.stringify(answer)}`);
  }
  return response.ok ? 'admitted' : `${response.status} ${answer.error?.code ?? ''} ${response.status === 402 ? '' : answer.error?.message}`.trim();
}

await doors[0].setPrices();
await doors[0].add(NAME, 'llm', upstream, MODEL, { performance_config: { max_attempts: 1 } });
for (const door of doors) await door.listed(NAME);
await eventually(async () => {
  const answers = [await ask(0, 0), await ask(0, 1)];
  return answers.every((answer) => answer === 'admitted') || undefined;
}, 'a door does not answer');
for (let i = 0; i < WARM_UP; i++) await ask(0, i);

let comeAgain = 0;
for (let round = 1; round <= Number(rounds); round++) {
  const before = await settled();
  const lines = counted().length;
  await limit(dollars(money(before.spent) + money(before.unconfirmed) + BigInt(paid) * EACH));
  const ends = {};
  await Promise.all(
    Array.from({ length: Number(calls) }, async (_, number) => {
      const end = await ask(round, number);
      ends[end] = (ends[end] ?? 0) + 1;
    }),
  );
  const after = await settled();
  const over = ends['402 budget_exceeded'] ?? 0;
  const later = Object.entries(ends).reduce((all, [end, count]) => all + (end.startsWith('503') ? count : 0), 0);
  const fresh = counted().slice(lines);
  const spent = dollars(money(after.spent) - money(before.spent));
  comeAgain += later;
  console.log(JSON.stringify({ round, asked: Number(calls), ends, upstream_counted: fresh.length, spent }));
  expect(`round ${round}: admitted`, ends.admitted ?? 0, paid);
  expect(`round ${round}: refused over the budget or told to come again`, over + later, Number(calls) - Number(paid));
  expect(`round ${round}: counted by the upstream`, fresh.length, paid);
  expect(`round ${round}: spent`, spent, dollars(billed(fresh)));
  await limit('1000.00');
}
console.log(JSON.stringify({ told_to_come_again: comeAgain }));
faults.forEach((text) => console.error(text));
process.exitCode = faults.length > 0 ? 1 : 0;
