// What clients do all the while, until it is told to end (SIGTERM): load.mjs KEY JOURNAL RATE URL...
// Sends items and makes projects, RATE of them a second, at the given front doors in turn, and searches. What was not answered, or with
// 429, 502, 503 or 504, is tried again as any client would. Each thing done is a line of the journal, once it is acknowledged.
import { appendFileSync } from 'node:fs';
import { pause } from '../spend/colophon.mjs';

const [key, journal, rate, ...urls] = process.argv.slice(2);
const PATIENCE = 900_000;
const AGAIN = new Set([429, 502, 503, 504]);
const WORDS = 'broker topic offset lease retry outbox ledger vector chunk replay commit branch review release schema'.split(' ');
const word = (seed) => WORDS[seed % WORDS.length];
const run = Math.random().toString(36).slice(2, 8);
let turn = 0;
let going = true;
process.on('SIGTERM', () => { going = false; });

/** One call, as often as it takes; `op` names it in the journal. */
async function call(op, method, path, body, headers = {}) {
  const begun = Date.now();
  const refused = [];
  for (;;) {
    const answer = await fetch(urls[turn++ % urls.length] + path, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      body,
      signal: AbortSignal.timeout(70_000),
    }).then(async (response) => ({ status: response.status, text: await response.text() }))
      .catch((failure) => ({ status: 0, text: failure.cause?.code ?? failure.name }));
    if (answer.status >= 200 && answer.status < 300) {
      return { op, answer: answer.text && JSON.parse(answer.text), tries: refused.length + 1, refused, ms: Date.now() - begun };
    }
    refused.push(answer.status || answer.text);
    if ((answer.status && !AGAIN.has(answer.status)) || Date.now() - begun > PATIENCE) {
      write({ op, failed: `${answer.status} ${answer.text.slice(0, 300)}`, refused });
      return undefined;
    }
    await pause(500);
  }
}

const write = (line) => appendFileSync(journal, `${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`);

const project = await call('project', 'POST', '/api/v1/projects', JSON.stringify({ name: `Load ${run}`, auto_metadata: false }));
write({ op: 'begin', project: project.answer.id });

async function item(number) {
  const external = `${run}-${number}`;
  const text = `Note ${external} is about the ${word(number)} and the ${word(number * 7 + 3)} of part ${number % 97}.`;
  const done = await call('item', 'POST', `/api/v1/projects/${project.answer.id}/items`,
    JSON.stringify({ external_id: external, kind: 'document', title: `Note ${external}`, text }),
    { 'content-type': 'application/x-ndjson' });
  if (done) write({ op: 'item', external, tries: done.tries, refused: done.refused, ms: done.ms });
}

async function newProject(number) {
  const name = `Note ${run}-${number}`;
  const description = `A ${word(number)} that keeps the ${word(number * 3 + 1)} of each ${word(number * 5 + 2)}, however often it is asked.`;
  const done = await call('project', 'POST', '/api/v1/projects', JSON.stringify({ name, description }), { 'idempotency-key': `${run}-${number}` });
  if (done) write({ op: 'project', id: done.answer.id, tries: done.tries, refused: done.refused, ms: done.ms });
}

async function search(number) {
  const done = await call('search', 'POST', '/api/v1/search', JSON.stringify({ query: `${word(number)} of part ${number % 97}`, k: 5 }));
  if (done) write({ op: 'search', tries: done.tries, refused: done.refused, ms: done.ms });
}

const under = new Set();
for (let number = 0; going; number++) {
  const each = number % 10 === 3 ? newProject(number) : number % 10 === 7 ? search(number) : item(number);
  under.add(each);
  each.finally(() => under.delete(each));
  await pause(1000 / Number(rate));
}
await Promise.all(under);
