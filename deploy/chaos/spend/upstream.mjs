// A provider on loopback that speaks OpenAI's words, fails at random, and keeps a journal of what it bills.
//   upstream.mjs JOURNAL SEED FAULTS [full]   prints its port; FAULTS is the share of calls that go wrong, 0 to 1;
//                                             "full" makes answers as long as they may be
// PUT /faults takes another share; the journal holds one JSON line a request, written before anything is answered.
import { createServer } from 'node:http';
import { openSync, writeSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { random } from './random.mjs';

/** What goes wrong, how often beside the others, and whether the work was done and is billed all the same. */
const FAULTS = [
  { name: 'throttled', weight: 3, billed: false },
  { name: 'throttled-until', weight: 2, billed: false },
  { name: 'error', weight: 4, billed: false },
  { name: 'html', weight: 1, billed: false },
  { name: 'hang', weight: 1, billed: true },
  { name: 'reset', weight: 3, billed: true },
  { name: 'malformed', weight: 2, billed: true },
  { name: 'cut', weight: 3, billed: true },
];
const WORDS = 'the sea is calm and the wind comes from the west with a little rain near the coast today'.split(' ');
const HANG_MILLIS = 30_000;

function pick(rng) {
  const total = FAULTS.reduce((sum, fault) => sum + fault.weight, 0);
  let at = rng() * total;
  return FAULTS.find((fault) => (at -= fault.weight) < 0) ?? FAULTS[0];
}

function usageOf(rng, request, full) {
  // fewer than four bytes a token are never counted: what is reserved for a request is more than it holds
  const input = Math.max(1, Math.floor(JSON.stringify(request.messages ?? request.input).length / (5 + rng() * 3)));
  const most = Math.min(request.max_tokens ?? 200, 200);
  const output = request.messages ? (full ? most : 1 + Math.floor(rng() * most)) : 0;
  const cached = request.messages && rng() < 0.2 ? Math.floor(input * rng()) : 0;
  return { input, cached, output };
}

const usageObject = ({ input, cached, output }) => ({
  prompt_tokens: input,
  ...(output ? { completion_tokens: output } : {}),
  total_tokens: input + output,
  ...(cached ? { prompt_tokens_details: { cached_tokens: cached } } : {}),
});

const words = (count) => Array.from({ length: Math.max(1, count) }, (_, i) => WORDS[i % WORDS.length]);

function vectors(request) {
  const inputs = Array.isArray(request.input) ? request.input : [request.input];
  return inputs.map((text, index) => {
    const digest = createHash('sha256').update(String(text)).digest();
    const embedding = Array.from({ length: request.dimensions ?? 8 }, (_, i) => (digest[i % 32] - 127.5) / 127.5);
    return { object: 'embedding', index, embedding };
  });
}

function answer(id, request, usage) {
  if (request.input !== undefined) {
    return { object: 'list', data: vectors(request), model: request.model, usage: usageObject(usage) };
  }
  const message = { role: 'assistant', content: words(usage.output).join(' ') };
  const choices = [{ index: 0, message, finish_reason: 'stop' }];
  return { id, object: 'chat.completion', created: 1_700_000_000, model: request.model, choices, usage: usageObject(usage) };
}

function chunks(id, request, usage) {
  const chunk = (choices, more = {}) => ({
    id, object: 'chat.completion.chunk', created: 1_700_000_000, model: request.model, choices, ...more,
  });
  const pieces = words(usage.output).map((word) => chunk([{ index: 0, delta: { content: `${word} ` }, finish_reason: null }]));
  pieces.push(chunk([{ index: 0, delta: {}, finish_reason: 'stop' }]));
  if (request.stream_options?.include_usage) pieces.push(chunk([], { usage: usageObject(usage) }));
  return [...pieces.map((piece) => `data: ${JSON.stringify(piece)}\n\n`), 'data: [DONE]\n\n'];
}

/** Sends the pieces a few at a time with pauses, so that a client can break off in between; `upTo` cuts the stream. */
async function stream(response, pieces, upTo = pieces.length) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (let i = 0; i < upTo && !response.destroyed; i += 20) {
    response.write(pieces.slice(i, Math.min(i + 20, upTo)).join(''));
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  if (upTo < pieces.length) response.destroy();
  else response.end();
}

function json(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

const refusal = (message, code) => ({ error: { message, type: code, param: null, code } });

/** How a call that was picked to fail goes wrong. */
const FAILING = {
  throttled: (response) => json(response, 429, refusal('Slow down', 'rate_limit_exceeded')),
  'throttled-until': (response, { rng }) =>
    json(response, 429, refusal('Slow down', 'rate_limit_exceeded'), { 'retry-after': rng() < 0.5 ? '0' : '1' }),
  error: (response) => json(response, 500, refusal('The server had an error', 'server_error')),
  html: (response) => {
    response.writeHead(502, { 'content-type': 'text/html' });
    response.end('<html><body><h1>502 Bad Gateway</h1></body></html>');
  },
  hang: (response) => setTimeout(() => response.destroy(), HANG_MILLIS).unref(),
  reset: (response) => response.socket?.resetAndDestroy(),
  malformed: (response, { body }) => {
    const text = JSON.stringify(body);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(text.slice(0, Math.floor(text.length / 2)));
  },
  cut: (response, { rng, request, body, pieces }) => {
    if (request.stream) return stream(response, pieces, Math.floor(rng() * (pieces.length - 1)));
    const text = JSON.stringify(body);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length });
    response.write(text.slice(0, Math.floor(text.length / 2)));
    return setTimeout(() => response.destroy(), 5);
  },
};

function upstream(journal, seed, faults, full) {
  const rng = random(seed);
  let share = faults;
  let number = 0;

  async function serve(incoming, response) {
    let text = '';
    for await (const part of incoming) text += part;
    if (incoming.method === 'PUT' && incoming.url === '/faults') {
      share = Number(text);
      return json(response, 200, { share });
    }
    const request = JSON.parse(text);
    const fault = rng() < share ? pick(rng) : undefined;
    const usage = usageOf(rng, request, full);
    const id = `chatcmpl-${seed}-${(number += 1)}`;
    const billed = fault?.billed ?? true;
    const line = {
      at: new Date().toISOString(),
      attempt: incoming.headers['x-client-request-id'] ?? null,
      id,
      operation: request.input === undefined ? 'chat' : 'embedding',
      model: request.model,
      stream: request.stream === true,
      fault: fault?.name ?? null,
      billed,
      input: billed ? usage.input : 0,
      cached: billed ? usage.cached : 0,
      output: billed ? usage.output : 0,
    };
    journal(line);
    const body = answer(id, request, usage);
    const pieces = request.stream ? chunks(id, request, usage) : [];
    if (fault) return FAILING[fault.name](response, { rng, request, body, pieces });
    return request.stream ? stream(response, pieces) : json(response, 200, body);
  }

  return createServer((incoming, response) => {
    response.on('error', () => {});
    serve(incoming, response).catch(() => response.destroy());
  });
}

const [, , file, seed, faults, length] = process.argv;
const descriptor = openSync(file, 'a');
const write = (line) => writeSync(descriptor, `${JSON.stringify(line)}\n`);
const server = upstream(write, Number(seed), Number(faults), length === 'full');
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
