// Makes calls through a stack's front door until each was answered or broken off, and prints how they ended.
//   calls.mjs URL KEY UPSTREAM CALLS SEED AT_ONCE [ALIKE]
// Half of them are streams, of which some are broken off; where the door embeds at remote accounts, some embed. A share of ALIKE ask
// for answers without a limit to questions of one length.
import { random } from './random.mjs';
import { Stack, pause } from './colophon.mjs';

const [, , url, key, upstream, calls, seed, atOnce, alike = 0] = process.argv;
const stack = new Stack(url, key);
const TRIES = 500;
const PATIENCE_MILLIS = 120_000;

await stack.setUp(upstream);
const embeds = await stack.embeds();
const ended = { embeddings: embeds ? 'on' : 'off: the door does not embed at remote accounts' };
const count = (what) => (ended[what] = (ended[what] ?? 0) + 1);

function plan(number) {
  if (number % 100 < Number(alike) * 100) return { kind: number % 2 ? 'stream' : 'whole', filler: '' };
  const rng = random(Number(seed) * 1_000_003 + number);
  const at = rng();
  const kind = embeds && at < 0.1 ? 'embedding' : at < 0.55 ? 'stream' : 'whole';
  const breakOff = kind === 'stream' ? (rng() < 0.2 ? 1 + Math.floor(rng() * 8) : 0) : 0;
  const abandonAfter = kind === 'whole' && rng() < 0.03 ? rng() * 60 : 0;
  const most = rng() < 0.5 ? 20 + Math.floor(rng() * 180) : undefined;
  return { kind, breakOff, abandonAfter, most, filler: 'calm sea '.repeat(Math.floor(rng() * 30)) };
}

/** No two texts are the same: an answer out of a cache would be no call. */
function body({ kind, most, filler }, text) {
  if (kind === 'embedding') return ['/v1/embeddings', { model: 'Chaos embedding', input: [`${text} one ${filler}`, `${text} two`] }];
  const messages = [{ role: 'user', content: `${text} ${filler}` }];
  const question = { model: 'Chaos large', messages, ...(most ? { max_tokens: most } : {}) };
  return ['/v1/chat/completions', kind === 'stream' ? { ...question, stream: true } : question];
}

/** How one try ended; "again" where it is to be asked again. */
async function once(how, text) {
  const broken = new AbortController();
  const signal = AbortSignal.any([broken.signal, AbortSignal.timeout(PATIENCE_MILLIS)]);
  if (how.abandonAfter) setTimeout(() => broken.abort(), how.abandonAfter);
  try {
    const response = await stack.fetch('POST', ...body(how, text), signal);
    if (response.status === 503 || response.status === 429) {
      await response.text();
      count(`refused for a while: ${response.status}`);
      return 'again';
    }
    if (response.status === 502) {
      await response.text();
      return 'nobody answered it';
    }
    if (!response.ok) return `answered ${response.status}: ${(await response.text()).slice(0, 200)}`;
    let pieces = 0;
    let received = '';
    for await (const piece of response.body) {
      received += Buffer.from(piece).toString('utf8');
      if (how.breakOff && ++pieces >= how.breakOff) {
        broken.abort();
        return 'stream broken off by the client';
      }
    }
    if (how.kind !== 'stream') return JSON.parse(received).usage ? how.kind : 'answered without usage';
    return received.includes('[DONE]') ? 'stream' : 'stream that was cut';
  } catch (error) {
    if (broken.signal.aborted) return how.abandonAfter ? 'call abandoned by the client' : 'stream broken off by the client';
    count(`connection lost: ${error.cause?.code ?? error.name}`);
    return how.kind === 'stream' ? 'stream that was cut' : 'again';
  }
}

async function ask(number) {
  const how = plan(number);
  for (let i = 0; i < TRIES; i++) {
    const end = await once(how, `Question ${seed}-${number}-${i}:`);
    if (end !== 'again') return count(end);
    await pause(250);
  }
  return count('given up');
}

let next = 0;
await Promise.all(
  Array.from({ length: Number(atOnce) }, async () => {
    while (next < Number(calls)) await ask(next++);
  }),
);
console.log(JSON.stringify({ asked: Number(calls), ...ended }));
