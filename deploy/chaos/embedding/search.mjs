// Searches until it is told to end, and says what came of it: search.mjs URL KEY PROJECT. Fails where an answer was empty.
// What is not answered because an instance is dead is only counted.
import { Stack, pause } from '../spend/colophon.mjs';
import { QUERY } from './query.mjs';

const [url, key, project] = process.argv.slice(2);
const stack = new Stack(url, key);
const result = { answered: 0, empty: 0, unanswered: 0 };
const failed = new Set();

process.on('SIGTERM', () => {
  console.log(JSON.stringify({ searches: result, refused_with: [...failed] }));
  process.exit(result.empty > 0 || result.answered === 0 ? 1 : 0);
});

while (true) {
  try {
    const response = await stack.fetch('POST', '/api/v1/search', { query: QUERY, project_id: project, k: 5 });
    const text = await response.text();
    if (response.ok) {
      result.answered++;
      if (JSON.parse(text).hits.length === 0) result.empty++;
    } else {
      result.unanswered++;
      failed.add(response.status);
    }
  } catch {
    result.unanswered++;
  }
  await pause(50);
}
