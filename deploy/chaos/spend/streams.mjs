// Reads many streamed answers to their end, and complains of each that is not whole.
//   streams.mjs URL KEY UPSTREAM STREAMS AT_ONCE
import { Stack, eventually } from './colophon.mjs';

const [, , url, key, upstream, streams, atOnce] = process.argv;
const stack = new Stack(url, key);
const SILENCE_MILLIS = 30_000;

/** What is wrong with an answer, if anything; its last piece but one tells how many words there were. */
function fault(received) {
  const pieces = received.split('\n\n').filter(Boolean).map((piece) => piece.replace(/^data: /, ''));
  if (pieces.pop() !== '[DONE]') return 'ended early';
  const events = pieces.map((piece) => JSON.parse(piece));
  const words = events.filter((event) => event.choices[0]?.delta.content).length;
  const told = events.at(-1)?.usage?.completion_tokens;
  return words === told ? undefined : `brought ${words} of ${told} words`;
}

async function ask(number) {
  const silent = new AbortController();
  let timer;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silent.abort(), SILENCE_MILLIS);
  };
  let call = `stream ${number}`;
  heard();
  try {
    const messages = [{ role: 'user', content: `Question ${number}` }];
    const question = { model: 'Chaos large', stream: true, stream_options: { include_usage: true }, messages };
    const response = await stack.fetch('POST', '/v1/chat/completions', question, silent.signal);
    call += `, call ${response.headers.get('x-colophon-call-id')},`;
    let received = '';
    for await (const piece of response.body) {
      heard();
      received += Buffer.from(piece).toString('utf8');
    }
    const wrong = response.ok ? fault(received) : `was answered ${response.status}: ${received.slice(0, 200)}`;
    return wrong && `${call} ${wrong}`;
  } catch (error) {
    return `${call} ${silent.signal.aborted ? `said nothing for ${SILENCE_MILLIS / 1000} s` : `was lost: ${error.cause?.code ?? error}`}`;
  } finally {
    clearTimeout(timer);
  }
}

await stack.setUp(upstream);
await eventually(async () => ((await ask('first')) ? undefined : true), 'the front door does not stream');
const faults = [];
let next = 0;
await Promise.all(
  Array.from({ length: Number(atOnce) }, async () => {
    while (next < Number(streams)) {
      const wrong = await ask(next++);
      if (wrong) faults.push(wrong);
    }
  }),
);
console.log(JSON.stringify({ streams: Number(streams), whole: Number(streams) - faults.length }));
if (faults.length > 0) {
  console.error(faults.slice(0, 20).join('\n'));
  process.exitCode = 1;
}
