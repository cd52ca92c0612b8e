// Begins the change to the upstream once all that was sent is embedded: migrate.mjs URL KEY PROJECT ITEMS. Prints its id.
import { Stack, eventually } from '../spend/colophon.mjs';

const [url, key, project, items] = process.argv.slice(2);
const stack = new Stack(url, key);
await eventually(async () => {
  const { chunks } = await stack.api('GET', `/api/v1/embeddings/stats?project_id=${project}`);
  return chunks.completed === Number(items) || undefined;
}, 'chunks stay pending', 300);
const { id } = await stack.api('POST', '/api/v1/embeddings/migrations', { to_model: 'Chaos embedding' });
console.log(id);
