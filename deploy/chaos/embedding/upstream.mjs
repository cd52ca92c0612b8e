// A provider of embeddings on loopback: upstream.mjs JOURNAL [MILLIS]. Prints its port. Every text that it is asked for is a line of
// the journal before the answer leaves: what was embedded twice stands there twice. An answer takes MILLIS, else a tenth of a second.
import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [journal, millis = '100'] = process.argv.slice(2);
const DIMENSIONS = 8;
const SPREAD = 0.6; // how much less or more than that it is

const hash = (text) => createHash('sha256').update(text).digest();
const vector = (text) => Array.from(hash(text).subarray(0, DIMENSIONS), (byte) => (byte + 1) / 256);

async function body(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return JSON.parse(Buffer.concat(parts));
}

const server = createServer(async (request, response) => {
  const { input, model } = await body(request);
  const texts = [input].flat();
  appendFileSync(journal, texts.map((text) => `${hash(text).toString('hex')} ${texts.length}\n`).join(''));
  await new Promise((resolve) => setTimeout(resolve, Number(millis) * (1 + SPREAD * (2 * Math.random() - 1))));
  const tokens = texts.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0);
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify({
      object: 'list',
      model,
      data: texts.map((text, index) => ({ object: 'embedding', index, embedding: vector(text) })),
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    }),
  );
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
