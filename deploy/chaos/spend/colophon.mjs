// What the spend scripts ask of a stack, and money without rounding.
const DECIMALS = 10;

/** USD as a whole number of its last decimal. */
export function money(text) {
  const [, sign, whole, part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(String(text).trim()) ?? raise(`no amount: ${text}`);
  if (part.length > DECIMALS && /[1-9]/.test(part.slice(DECIMALS))) raise(`more than ten decimals: ${text}`);
  const units = BigInt(whole) * 10n ** BigInt(DECIMALS) + BigInt(part.slice(0, DECIMALS).padEnd(DECIMALS, '0'));
  return sign ? -units : units;
}

export function dollars(units) {
  const digits = (units < 0n ? -units : units).toString().padStart(DECIMALS + 1, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`;
}

/** JSON whose amounts stay texts. */
export const parsed = (text) => JSON.parse(text.replace(/("\w+"\s*:\s*)(-?\d+\.\d+)(?=\s*[,}])/g, '$1"$2"'));

export const sum = (amounts) => amounts.reduce((total, amount) => total + amount, 0n);

/** USD for a million tokens; every cost of a token has at most ten decimals, so that no sum is rounded. */
export const PRICES = {
  'chaos-large': { input: '0.1500', cached_input: '0.0750', output: '0.6000' },
  'chaos-small': { input: '0.0375', output: '0.1375' },
  'chaos-embedding': { input: '0.0200' },
  'chaos-exact': { input: '0.0000', output: '10.0000' },
};

export function cost(model, { input, cached, output }) {
  const price = PRICES[model] ?? raise(`no price of ${model}`);
  const each = (amount) => money(amount) / 1_000_000n;
  return (
    each(price.input) * BigInt(input - cached) +
    each(price.cached_input ?? price.input) * BigInt(cached) +
    each(price.output ?? '0') * BigInt(output)
  );
}

export class Stack {
  constructor(url, key) {
    this.url = url;
    this.key = key;
  }

  fetch(method, path, body, signal) {
    return fetch(this.url + path, {
      method,
      signal,
      headers: { authorization: `Bearer ${this.key}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  }

  /** The answer; amounts stay texts. Waits where something is away for a moment. */
  async api(method, path, body) {
    for (let patience = 120; ; patience--) {
      const response = await this.fetch(method, path, body);
      const text = await response.text();
      if (response.ok) return path.includes('/export') ? text : text && parsed(text);
      if (response.status !== 503 || patience === 0) raise(`${method} ${path} answered ${response.status}: ${text}`);
      await pause(1000);
    }
  }

  async setPrices() {
    const prices = Object.entries(PRICES).map(([model, price]) => ({
      provider: 'openai_compatible', model, effective_from: '2026-01-01', ...price,
    }));
    await this.api('PUT', '/api/v1/ai/prices', { prices });
  }

  /** An integration with a model of the upstream; gives its id. */
  async add(name, subtype, upstream, model, more = {}) {
    const { id } = await this.api('POST', '/api/v1/integrations', {
      type: 'openai_compatible',
      subtype,
      name,
      base_url: upstream,
      credentials: { api_key: 'of-nobody' },
      model_config: { model, ...(subtype === 'embedding' ? { dimensions: 8 } : {}) },
      performance_config: { timeout_ms: 1500, max_attempts: 2 },
      ...more,
    });
    return id;
  }

  /** Resolves when a model can be asked for. */
  listed(name) {
    return eventually(async () => {
      const { data } = await this.api('GET', '/v1/models');
      return data.some((model) => model.id === name) || undefined;
    }, `${name} is not listed`);
  }

  /** A chat model with another one that stands in for it, and an embedding model. */
  async setUp(upstream) {
    await this.setPrices();
    const small = await this.add('Chaos small', 'llm', upstream, 'chaos-small');
    const chat = await this.add('Chaos large', 'llm', upstream, 'chaos-large', { fallback_integration_id: small });
    const embedding = await this.add('Chaos embedding', 'embedding', upstream, 'chaos-embedding');
    await this.api('PUT', '/api/v1/ai/configuration/models', { values: { chat, embedding } });
    await this.listed('Chaos large');
  }

  /** Whether remote embeddings are served at this door. */
  async embeds() {
    const body = { model: 'Chaos embedding', input: 'Is this door open?' };
    for (let i = 0; i < 20; i++) {
      const response = await this.fetch('POST', '/v1/embeddings', body);
      await response.text();
      if (response.ok) return true;
      if (response.status < 500) return false;
      await pause(500);
    }
    return false;
  }

  /** All records, by their column. */
  async records() {
    const [header, ...lines] = (await this.api('GET', '/api/v1/ai/usage/export?range=1d')).trim().split('\r\n');
    const columns = header.split(',');
    return lines.map((line) => {
      const cells = line.split(',');
      if (cells.length !== columns.length) raise(`a record has ${cells.length} columns: ${line}`);
      return Object.fromEntries(columns.map((column, i) => [column, cells[i]]));
    });
  }
}

export async function eventually(check, complaint, seconds = 60) {
  for (let i = 0; i < seconds * 2; i++) {
    const found = await check();
    if (found !== undefined) return found;
    await pause(500);
  }
  return raise(complaint);
}

export const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

function raise(message) {
  throw new Error(message);
}
