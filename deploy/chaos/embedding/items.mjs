// Sends items of one chunk each, no two of the same text: items.mjs URL KEY PROJECT FROM COUNT.
import { Stack } from '../spend/colophon.mjs';

const [url, key, project, from, count] = process.argv.slice(2);
const stack = new Stack(url, key);
const WORDS = 'broker topic offset lease retry outbox ledger vector chunk replay commit branch review release schema'.split(' ');
const word = (seed) => WORDS[seed % WORDS.length];
const items = Array.from({ length: Number(count) }, (_, i) => {
  const number = Number(from) + i;
  return {
    external_id: `item-${number}`,
    kind: 'document',
    title: `Note ${number}`,
    text: `Note ${number} is about the ${word(number)} and the ${word(number * 7 + 3)} of part ${number % 97}.`,
  };
});
for (let patience = 120; ; patience--) {
  const response = await fetch(`${url}/api/v1/projects/${project}/items`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.key}`, 'content-type': 'application/x-ndjson' },
    body: items.map((item) => JSON.stringify(item)).join('\n'),
  });
  const text = await response.text();
  if (response.ok) break;
  if (response.status !== 503 || patience === 0) throw new Error(`items answered ${response.status}: ${text}`);
  await new Promise((resolve) => setTimeout(resolve, 500));
}
