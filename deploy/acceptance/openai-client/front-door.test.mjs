// What any client library expects of an OpenAI-compatible address, asked by OpenAI's own.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import OpenAI, { APIError, AuthenticationError, BadRequestError, NotFoundError } from 'openai';
import { LLMock } from '@copilotkit/aimock';

const url = process.env.COLOPHON_URL;
const apiKey = process.env.COLOPHON_API_KEY;
const question = (content) => ({ model: 'Team model', messages: [{ role: 'user', content }] });
const weather = {
  type: 'function',
  function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
};

const provider = new LLMock({ port: 0 });
const client = new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 });

async function api(method, path, body) {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path} answered ${response.status}: ${text}`);
  return text ? JSON.parse(text) : undefined;
}

async function eventually(check) {
  for (let i = 0; ; i++) {
    try {
      return await check();
    } catch (error) {
      if (i === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

const count = (path) => provider.getRequests().filter((request) => request.path.includes(path)).length;

before(async () => {
  const usage = (input, output) => ({ prompt_tokens: input, completion_tokens: output, total_tokens: input + output });
  provider.onMessage('hello', { content: 'Hi there!', usage: usage(1000, 200) });
  provider.onMessage('tell me a story', { content: 'Once upon a time. '.repeat(20), usage: usage(3000, 400) });
  provider.onMessage('weather', { toolCalls: [{ name: 'weather', arguments: '{"city":"Oslo"}' }], usage: usage(50, 20) });
  provider.onMessage('be slow', { content: 'word '.repeat(400) }, { chunkSize: 5, latency: 20 });
  await provider.start();
  const integration = await api('POST', '/api/v1/integrations', {
    type: 'openai_compatible',
    subtype: 'llm',
    name: 'Team model',
    base_url: `${provider.url}/v1`,
    credentials: { api_key: 'sk-of-the-provider' },
    model_config: { model: 'gpt-4o-mini' },
  });
  await api('POST', '/api/v1/integrations', {
    type: 'openai_compatible',
    subtype: 'embedding',
    name: 'Team vectors',
    base_url: `${provider.url}/v1`,
    credentials: { api_key: 'sk-of-the-provider' },
    model_config: { model: 'text-embedding-3-small' },
  });
  await api('PUT', '/api/v1/ai/configuration/models', { values: { chat: integration.id } });
  await eventually(async () => {
    const models = await client.models.list();
    assert.ok(models.data.some((model) => model.id === 'Team model'));
    assert.ok(models.data.some((model) => model.id === 'Team vectors'));
  });
});

after(() => provider.stop());

test('chat says who served, on which attempt and at what cost', async () => {
  const { data, response } = await client.chat.completions.create(question('hello')).withResponse();

  assert.equal(data.choices[0].message.content, 'Hi there!');
  assert.equal(data.usage.prompt_tokens, 1000);
  assert.equal(response.headers.get('x-colophon-attempt'), '1');
  assert.equal(response.headers.get('x-colophon-model'), 'gpt-4o-mini');
  assert.ok(response.headers.get('x-colophon-call-id'));
});

test('a stream arrives in pieces and ends with its usage', async () => {
  const stream = await client.chat.completions.create({
    ...question('tell me a story'),
    stream: true,
    stream_options: { include_usage: true },
  });
  const pieces = [];
  let usage;
  for await (const chunk of stream) {
    if (chunk.choices.length > 0) pieces.push(chunk.choices[0].delta.content ?? '');
    usage = chunk.usage ?? usage;
  }

  assert.ok(pieces.length > 3, `${pieces.length} pieces`);
  assert.equal(pieces.join(''), 'Once upon a time. '.repeat(20));
  assert.equal(usage.prompt_tokens, 3000);
  assert.equal(usage.completion_tokens, 400);
});

test('tools pass through in both directions', async () => {
  const answer = await client.chat.completions.create({ ...question('weather'), tools: [weather] });

  assert.equal(answer.choices[0].message.tool_calls[0].function.name, 'weather');
  assert.deepEqual(JSON.parse(answer.choices[0].message.tool_calls[0].function.arguments), { city: 'Oslo' });
});

test('embeddings are the same in both encodings', async () => {
  const model = 'all-minilm-l6-v2';
  const input = ['the cat sat on the mat', 'a database connection pool'];
  const base64 = await client.embeddings.create({ model, input });
  const float = await client.embeddings.create({ model, input, encoding_format: 'float' });

  assert.equal(float.data.length, 2);
  assert.equal(float.data[0].embedding.length, 384);
  assert.ok(float.usage.prompt_tokens > 0);
  for (const [index, { embedding }] of base64.data.entries()) {
    embedding.forEach((value, at) => assert.ok(Math.abs(value - float.data[index].embedding[at]) < 1e-6));
  }
});

test('embeddings of an integration are the same in both encodings, from words or from tokens', async () => {
  const model = 'Team vectors';
  const { data: base64, response } = await client.embeddings.create({ model, input: 'hello world' }).withResponse();
  const float = await client.embeddings.create({ model, input: 'hello world', encoding_format: 'float' });
  const tokens = await client.embeddings.create({ model, input: [15339, 1917], encoding_format: 'float' });
  const many = await client.embeddings.create({ model, input: [[15339, 1917], [15339]], encoding_format: 'float' });

  assert.equal(base64.usage.prompt_tokens, 0, 'what the provider says is zero is zero');
  assert.equal(response.headers.get('x-colophon-provider'), 'openai_compatible');
  assert.ok(response.headers.get('x-colophon-call-id'));
  float.data[0].embedding.forEach((value, at) =>
    assert.ok(Math.abs(value - base64.data[0].embedding[at]) < 1e-6),
  );
  assert.deepEqual(tokens.data[0].embedding, float.data[0].embedding);
  assert.deepEqual(many.data[0].embedding, float.data[0].embedding);
  assert.notDeepEqual(many.data[1].embedding, float.data[0].embedding);
});

test('embeddings have the dimensions that were asked for', async () => {
  const { data } = await client.embeddings.create({ model: 'Team vectors', input: 'hello', dimensions: 256 });

  assert.equal(data[0].embedding.length, 256);
  await assert.rejects(
    client.embeddings.create({ model: 'Team vectors', input: [[15339, 5000000]] }),
    (error) => error instanceof BadRequestError && error.param === 'input[0][1]',
  );
  await assert.rejects(
    client.embeddings.create({ model: 'all-minilm-l6-v2', input: 'hello', dimensions: 256 }),
    (error) => error instanceof BadRequestError && error.param === 'dimensions',
  );
});

test('models are listed and found by name', async () => {
  const local = await client.models.retrieve('all-minilm-l6-v2');

  assert.equal(local.object, 'model');
});

test('errors are of the types that the client knows', async () => {
  const stranger = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'col_unknown', maxRetries: 0 });
  await assert.rejects(stranger.chat.completions.create(question('hello')), AuthenticationError);
  await assert.rejects(client.chat.completions.create({ ...question('hello'), model: 'nobody' }), NotFoundError);
  await assert.rejects(
    client.chat.completions.create({ model: 'Team model', messages: [] }),
    (error) => error instanceof BadRequestError && error.param === 'messages',
  );
  await assert.rejects(client.models.retrieve('nobody'), NotFoundError);
  await assert.rejects(
    client.embeddings.create({ model: 'nobody', input: 'x' }),
    (error) => error instanceof APIError && error.code === 'model_not_found',
  );
});

test('a stream that the client breaks off is charged for what was produced, as an estimate', async () => {
  const stream = await client.chat.completions.create({ ...question('be slow'), stream: true });
  let seen = 0;
  for await (const chunk of stream) {
    if (chunk.choices.length > 0 && ++seen === 5) break;
  }

  await eventually(async () => {
    const records = await api('GET', '/api/v1/ai/usage/records?limit=200');
    const cancelled = records.items.find((record) => record.outcome === 'cancelled');
    assert.ok(cancelled, 'no cancelled record yet');
    assert.ok(cancelled.output_tokens > 0);
    assert.equal(cancelled.estimated, true);
  });
});

test('the ledger counts what the provider served', async () => {
  await eventually(async () => {
    const records = (await api('GET', '/api/v1/ai/usage/records?limit=200')).items;
    const chats = records.filter((record) => record.operation === 'chat' && record.outcome !== 'failed');
    assert.equal(chats.length, count('/chat/completions'));
    const vectors = records.filter((record) => record.operation === 'embedding' && record.provider !== 'local');
    assert.equal(vectors.length, count('/embeddings'));
    assert.ok(vectors.every((record) => record.input_tokens === 0));
  });
});
