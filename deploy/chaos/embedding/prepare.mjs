// Tells a client's account of an upstream, so that it may embed there: prepare.mjs URL KEY UPSTREAM. Prints the id of a new project.
import { Stack } from '../spend/colophon.mjs';

const [url, key, upstream] = process.argv.slice(2);
const stack = new Stack(url, key);
await stack.setPrices();
const performance_config = { timeout_ms: 10_000, max_attempts: 2 };
await stack.add('Chaos embedding', 'embedding', upstream, 'chaos-embedding', { performance_config });
await stack.listed('Chaos embedding');
const project = await stack.api('POST', '/api/v1/projects', { name: 'Chaos', auto_metadata: false });
console.log(project.id);
