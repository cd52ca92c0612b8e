// A GitHub of one repository with nothing but issues: github.mjs THREADS PAUSE_MILLIS. Prints its port. Lists come slowly, page by
// page behind opaque links; POST /touch changes every issue a minute later than the time before.
import { createServer } from 'node:http';

const [threads, pause] = process.argv.slice(2).map(Number);
const repository = { id: 1, name: 'chaos', full_name: 'colophon/chaos', default_branch: 'main', fork: false, has_issues: true };
const begin = Date.parse('2026-01-01T00:00:00Z');
let round = 0;

const updated = (number) => new Date(begin + round * 86_400_000 + number * 60_000).toISOString().replace('.000', '');
const issue = (number) => ({
  id: 1_000_000 + number,
  number,
  title: `Ship ${number} waits`,
  body: `Ship number ${number} waits before the harbour, in round ${round}, and nobody has told it where to go.`,
  state: 'open',
  user: { login: 'keeper' },
  labels: [{ name: 'harbour' }],
  comments: 0,
  created_at: '2026-01-01T00:00:00Z',
  updated_at: updated(number),
  html_url: `https://example.com/colophon/chaos/issues/${number}`,
});

const answer = (response, status, body, headers = {}) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
};

const list = (url, response) => {
  const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30));
  const since = url.searchParams.get('since');
  const all = Array.from({ length: threads }, (_, i) => i + 1).filter((number) => !since || updated(number) >= since);
  const descending = url.searchParams.get('direction') !== 'asc';
  if (descending) all.reverse();
  const from = Number(Buffer.from(url.searchParams.get('after') ?? '', 'base64').toString() || 0);
  const page = all.slice(from, from + size).map(issue);
  const headers = {};
  if (from + size < all.length) {
    url.searchParams.set('after', Buffer.from(String(from + size)).toString('base64'));
    headers.link = `<${url}>; rel="next"`;
  }
  setTimeout(() => answer(response, 200, page, headers), pause);
};

const server = createServer((request, response) => {
  request.resume();
  const url = new URL(request.url, `http://127.0.0.1:${server.address().port}`);
  const path = url.pathname.replace(/\/$/, '');
  if (path === '/touch') return answer(response, 200, { round: ++round });
  if (path === '/user') return answer(response, 200, { login: 'keeper' });
  if (path === '/repos/colophon/chaos') return answer(response, 200, repository);
  if (path === '/repos/colophon/chaos/issues') return list(url, response);
  const one = /^\/repos\/colophon\/chaos\/issues\/(\d+)$/.exec(path);
  if (one) return answer(response, 200, issue(Number(one[1])));
  if (/^\/repos\/colophon\/chaos\/(issues\/\d+\/comments|issues\/comments|pulls|hooks|branches)$/.test(path)) return answer(response, 200, []);
  return answer(response, 404, { message: 'Not Found' });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
