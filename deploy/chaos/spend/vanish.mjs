// Reads streams through a wire that goes dead, and complains of who is not told.
//   vanish.mjs URL KEY WIRE_PID
import { createServer } from 'node:http';
import { once } from 'node:events';
import { Stack, eventually, pause } from './colophon.mjs';

const [, , url, key, wire] = process.argv;
const stack = new Stack(url, key);
const STREAMS = 8;
const TOLD_WITHIN_SECONDS = 60;
const faults = [];

/** A provider that says a word every half second for five minutes, and answers at once what is no stream. */
const provider = createServer(async (request, response) => {
  const body = JSON.parse(Buffer.concat(await request.toArray()).toString('utf8'));
  const choice = (more) => ({ id: 'slow', object: 'chat.completion.chunk', created: 1_700_000_000, model: body.model, choices: [{ index: 0, ...more }] });
  if (!body.stream) {
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    const answer = choice({ message: { role: 'assistant', content: 'calm' }, finish_reason: 'stop' });
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ...answer, object: 'chat.completion', usage }));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (let i = 0; i < 600 && !response.destroyed; i++) {
    response.write(`data: ${JSON.stringify(choice({ delta: { content: 'calm ' } }))}\n\n`);
    await pause(500);
  }
  response.end();
}).listen(0, '127.0.0.1');
await once(provider, 'listening');

const seconds = (since) => Math.round((Date.now() - since) / 1000);
const question = (more) => ({ model: 'Chaos large', messages: [{ role: 'user', content: `Question ${Math.random()}` }], ...more });
const ask = async (signal) => {
  const response = await stack.fetch('POST', '/v1/chat/completions', question({}), signal);
  await response.text();
  return response.status;
};

await stack.setUp(`http://127.0.0.1:${provider.address().port}/v1`);
await eventually(async () => (await ask()) === 200 || undefined, 'the front door does not answer');

let begun = 0;
let dead;
const told = [];
const streams = Array.from({ length: STREAMS }, async () => {
  try {
    const response = await stack.fetch('POST', '/v1/chat/completions', question({ stream: true }));
    let pieces = 0;
    for await (const piece of response.body) if (piece.length && ++pieces === 3) begun++;
  } catch {
    return told.push(seconds(dead));
  }
  return faults.push('a stream ended as if it were whole');
});
await eventually(async () => begun === STREAMS || undefined, 'the streams do not begin');
process.kill(Number(wire), 'SIGUSR1');
dead = Date.now();
const patience = pause(TOLD_WITHIN_SECONDS * 1000).then(() => 'patience');

const refusals = {};
const calls = [];
for (let i = 0; i < 20; i++) {
  calls.push(
    ask(AbortSignal.timeout(90_000)).then(
      (status) => (refusals[status] = (refusals[status] ?? 0) + 1),
      (error) => faults.push(`a call was not answered: ${error.cause?.code ?? error.name}`),
    ),
  );
  await pause(1000);
}
await Promise.race([Promise.all(streams), patience]);
if (told.length < STREAMS) faults.push(`${STREAMS - told.length} of ${STREAMS} readers of streams were told nothing for ${TOLD_WITHIN_SECONDS} s`);
await Promise.all(calls);
if (refusals[200]) faults.push(`${refusals[200]} calls were answered by who could not be reached`);

process.kill(Number(wire), 'SIGUSR2');
const back = Date.now();
await eventually(async () => (await ask(AbortSignal.timeout(30_000)).catch(() => 0)) === 200 || undefined, 'no call is answered again');
console.log(JSON.stringify({ streams: STREAMS, told_after_seconds: told, calls_meanwhile: refusals, answered_again_after_seconds: seconds(back) }));
if (faults.length > 0) console.error(faults.join('\n'));
process.exit(faults.length > 0 ? 1 : 0);
