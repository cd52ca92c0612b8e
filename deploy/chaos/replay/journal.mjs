// How often the provider was asked for each text: journal.mjs JOURNAL. Prints how many texts it was asked for once, twice ...
import { readFileSync } from 'node:fs';

const times = new Map();
for (const line of readFileSync(process.argv[2], 'utf8').trim().split('\n')) {
  const text = line.split(' ')[0];
  times.set(text, (times.get(text) ?? 0) + 1);
}
const counts = {};
for (const count of times.values()) counts[count] = (counts[count] ?? 0) + 1;
console.log(JSON.stringify({ once: counts[1] ?? 0, twice: counts[2] ?? 0, more: [...times.values()].filter((count) => count > 2).length }));
