// Lets a client embed at the upstream: prepare.mjs URL KEY UPSTREAM. Prints the id of a new project.
import { Stack, eventually } from '../spend/colophon.mjs';

const [url, key, upstream] = process.argv.slice(2);
const stack = new Stack(url, key);
await stack.setPrices();
const performance_config = { timeout_ms: 10_000, max_attempts: 2 };
await stack.add('Chaos embedding', 'embedding', upstream, 'chaos-embedding', { performance_config });
await stack.listed('Chaos embedding');
const { id } = await stack.api('POST', '/api/v1/embeddings/migrations', { to_model: 'Chaos embedding' });
await eventually(async () => {
  const { status } = await stack.api('GET', `/api/v1/embeddings/migrations/${id}`);
  return status === 'switched' || undefined;
}, 'the client does not embed at the upstream');
const project = await stack.api('POST', '/api/v1/projects', { name: 'Chaos', auto_metadata: false });
console.log(project.id);
