// Headers and cookies: every route of the product, for everybody who may ask, behind each recommended
// proxy, and the answers that go wrong. What is right is written down here once more on purpose.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Browser, ask } from './lib/browser.mjs';
import { looksAt } from './lib/answers.mjs';
import { FRONTS, certificates, startFront } from './lib/front.mjs';
import { administrator, operator, user } from './lib/people.mjs';
import { ROOT, freePort, openFolder, startProduct } from './lib/product.mjs';
import { startRelay } from './lib/relay.mjs';
import { BITES, scan } from './lib/verdict.mjs';

const API = '\n[api]\nenabled = true\nrequests_per_minute = 20\n[hash]\nplaces = 2\nworkers = 1\n';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const UUID = '00000000-0000-4000-8000-000000000000';

/** Method and route of everything that the router answers: the list that a test holds against it. */
async function routes() {
  const text = await readFile(path.join(ROOT, 'crates/web/tests/pages/matrix_rows.rs'), 'utf8');
  const rows = [...text.matchAll(/\("([A-Z]+)", "([^"]+)", "[A-Z]+"\)/g)];
  return rows.map(([, method, route]) => ({ method, route }));
}

/** A route with something in its places, real where there is something real. */
function filled(route, real) {
  return route.replaceAll(/\{(\w+)\}/g, (_, name) => real[name] ?? UUID);
}

async function realThings(admin, product, clerkId) {
  const page = (await admin.browser.get('/console/users')).body;
  const login = (await admin.browser.get(admin.entrance)).body;
  const help = (await admin.browser.get('/help')).body;
  const [, hash, file] = login.match(/\/assets\/([0-9a-f]{16})\/(app\.css)/);
  return {
    access_key: product.merchant.access_key, code: product.merchant.merchant_code, hash, name: file,
    id: page.slice(page.indexOf(clerkId)).match(/\/console\/users\/([0-9a-f-]{36})/)[1],
    topic: help.match(/href="\/help\/([a-z-]+)"/)[1], act: 'reset-password', verdict: 'approve',
    token: 'A'.repeat(43), kind: 'reset',
  };
}

async function everyRoute(who, real) {
  for (const { method, route } of await routes()) {
    const target = filled(route, real);
    if (method === 'GET') await who.get(target);
    else await who.request(method, target, { headers: FORM, body: 'form=x' });
  }
}

/** What goes wrong: with each of these statuses there has to be an answer, or the sweep is none. */
async function whatGoesWrong(front, real, { verdict, own, looks, ca }) {
  const seen = new Set();
  const wants = async (status, asked, more) => {
    const answer = await own.request(...asked, more);
    seen.add(answer.status);
    verdict.holds([status].flat().includes(answer.status), `status/${asked[0]}-${[status].flat()[0]}`, `${asked.join(' ')}: ${answer.status} instead of ${status}`);
  };
  const key = `/${real.access_key}`;
  await wants(404, ['GET', '/no/such/page']);
  await wants(404, ['GET', '/%3Cscript%3E']);
  await wants([400, 404], ['GET', `${key}/%ff`]);
  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    await wants(405, [method, key]);
    await wants(405, [method, '/console/menu']);
  }
  await wants(413, ['POST', key], { headers: FORM, body: `form=${'x'.repeat(70_000)}` });
  await wants(413, ['POST', key], { headers: FORM, body: `form=${'x'.repeat(1_500_000)}` });
  await wants(415, ['POST', key], { headers: { 'content-type': 'text/xml' }, body: '<a/>' });
  await wants(400, ['POST', key], { headers: FORM, body: 'form=%ff' });
  await wants(403, ['POST', `${key}/reset`], { headers: { ...FORM, origin: 'https://elsewhere.example' }, body: 'form=x' });
  await wants(404, ['GET', '/door/check/orders']);
  await wants(401, ['GET', '/api/v1/merchants/123456789']);
  await wants(404, ['GET', '/api/v1/nothing']);
  await wants(405, ['DELETE', '/api/v1/merchants']);
  await wants([404, 405], ['TRACE', key]);
  const plain = await ask(`http://127.0.0.1:${front.plain}${key}?a=b`, { headers: { host: 'localhost' } }).catch(() => null);
  if (plain) {
    looks({ method: 'GET', path: key, plain: true }, plain);
    const target = plain.header('location') ?? '';
    verdict.holds(plain.status === 301 && target.startsWith('https://'), 'plain-http', `${plain.status} ${target}`);
  } else if (front.name !== 'caddy') {
    verdict.finds('plain-http', `${front.name} does not answer plain HTTP`);
  }
  return seen;
}

/** 429 from the interface for programs, 503 from a full queue and from a maintenance. */
async function whatIsTooMuch(product, key, { verdict, own, base, ca, looks }) {
  const authorization = `Bearer ${key}`;
  const statuses = new Map();
  const counts = ({ status }) => statuses.set(status, (statuses.get(status) ?? 0) + 1);
  for (let i = 0; i < 25; i += 1) {
    counts(await own.request('GET', '/api/v1/merchants/123456789', { headers: { authorization } }));
  }
  verdict.holds(statuses.has(429), 'status/429', 'twenty requests a minute are allowed, and 25 were answered');
  const guesses = Array.from({ length: 12 }, async (_, i) => {
    const guesser = new Browser({ base, ca, looks });
    const page = `/${product.merchant.access_key}`;
    const typed = { merchant_code: '123456789', user_id: `x${i}`, password: 'chigau1Wa', code: '' };
    counts(await guesser.fills(page, typed));
  });
  await Promise.all(guesses);
  verdict.holds(statuses.has(503), 'status/503-busy', 'a queue of two places took twelve log-ins');
}

async function maintenance(product, { verdict, own, key }) {
  const tokyo = (ms) => new Date(Date.now() + 9 * 3_600_000 + ms).toISOString().slice(0, 16);
  await product.command(
    'announce', 'make', '--ja', '点検中です', '--en', 'Maintenance', '--from', tokyo(-60_000), '--until', tokyo(3_600_000), '--maintenance',
  );
  let status;
  for (let waited = 0; waited < 15_000 && status !== 503; waited += 1000) {
    await delay(1000);
    ({ status } = await own.get(`/${product.merchant.access_key}`));
  }
  verdict.holds(status === 503, 'status/503-maintenance', `during a maintenance the log-in page answers ${status}`);
  await own.get('/console/menu');
  await own.request('GET', '/api/v1/merchants/123456789', { headers: { authorization: `Bearer ${key}` } });
}

async function sweeps(name, verdict, opens, spoils) {
  const { path: folder } = await opens(openFolder());
  const certificate = await certificates(folder);
  const port = await freePort();
  const product = await opens(startProduct({ publicUrl: `https://localhost:${port}`, more: API }));
  const relay = spoils ? await opens(startRelay({ base: product.url, spoils })) : null;
  const upstream = `127.0.0.1:${relay?.port ?? product.port}`;
  const front = { name, ...(await opens(startFront(name, { folder, port, upstream, certificate, spoil: spoils?.site }))) };
  const { ca } = certificate;
  const { base } = front;
  const secrets = new Set();
  let count = 0;
  const looks = (request, answer) => {
    count += 1;
    for (const { id, text } of looksAt(request, answer, { secrets, proxy: name })) verdict.finds(id, `${name}: ${text}`);
  };
  const browser = () => new Browser({ base, ca, looks });
  const admin = await administrator(product, browser());
  const clerk = await user(product, admin, browser(), { userId: 'mise01' });
  const desk = await operator(product, browser());
  const key = JSON.parse(await product.command('api-key', 'create', '--name', 'scan', '--json')).key;
  for (const person of [admin, clerk, desk]) {
    secrets.add(person.password).add(person.phone.base32);
    for (const [cookie, value] of person.browser.cookies) if (/sekisho(-visitor|-mark)?$/.test(cookie)) secrets.add(value);
  }
  secrets.add(key);
  const real = await realThings(admin, product, 'mise01');
  const stranger = browser();
  for (const who of [stranger, admin.browser, clerk.browser, desk.browser]) await everyRoute(who, real);
  for (const person of [admin, clerk, desk]) {
    verdict.holds(await person.isIn(), 'session-lost', `${person.userId} is logged out after the sweep`);
  }
  const around = { verdict, own: browser(), base, ca, looks, key };
  await whatGoesWrong(front, real, around);
  await whatIsTooMuch(product, key, around);
  await maintenance(product, around);
  await product.halt();
  const gone = await around.own.get('/');
  verdict.holds([502, 503].includes(gone.status), 'status/502', `without a product the proxy answers ${gone.status}`);
  verdict.says(`${name}: ${count} answers looked at, ${(await routes()).length} routes for nobody, 管理, 一般 and operator`);
}

/** One fault of each kind, on some pages only. */
function spoils(answer, { url, headers }) {
  const drop = (name) => (answer.pairs = answer.pairs.filter(([known]) => known !== name));
  const page = answer.pairs.some(([name, value]) => name === 'content-type' && value.startsWith('text/html'));
  if (url === '/help') drop('content-security-policy');
  if (url === '/console/me') drop('cache-control');
  if (url === '/console/sessions') drop('x-content-type-options');
  if (url === '/console/passes' && page) answer.body = answer.body.replace('<main', '<script>x()</script><main onload="x()" style="color:red"');
  if (url === '/console/menu' && page) {
    const token = headers.cookie?.match(/__Host-sekisho=([^;]+)/)?.[1];
    answer.body += `<a href="/x?session=${token}">x</a><img src="https://elsewhere.example/x.png"><a href="javascript:x()">x</a>` +
      '<form method="get"><input name="password"></form><form method="post"><input name="x"></form>';
  }
  if (url === '/console/logins') answer.pairs.push(['server', 'made/1.2.3'], ['x-powered-by', 'made']);
  if (url === '/operator/menu') answer.pairs.push(['access-control-allow-origin', '*']);
  if (answer.status === 503) drop('retry-after');
  if (answer.status === 405) drop('allow');
  if (answer.status === 401) drop('www-authenticate');
  answer.pairs = answer.pairs.map(([name, value]) => [name, name === 'set-cookie' ? value.replace('; HttpOnly', '').replace('__Host-sekisho-key', 'sekisho-key') : value]);
  if (url === '/console' && answer.status === 303) answer.pairs = answer.pairs.map(([name, value]) => [name, name === 'location' ? 'https://elsewhere.example/' : value]);
}
spoils.site = (site) => site.replaceAll(/.*Strict-Transport-Security.*\n/g, '').replace('server_tokens off;', '');

await scan('sweep', async (verdict, opens) => {
  if (BITES) await sweeps('nginx', verdict, opens, spoils);
  else for (const name of FRONTS) await sweeps(name, verdict, opens);
  await verdict.ends({
    wanted: [
      'header/content-security-policy', 'header/cache-control', 'header/x-content-type-options', 'inline/script',
      'inline/attribute', 'inline/style', 'header/strict-transport-security', 'header/x-powered-by', 'header/server', 'header/access-control',
      'secret-in-address', 'secret-in-query', 'form-without-nonce', 'foreign', 'inline/address', 'retry-after', 'allow', 'www-authenticate', 'cookie/HttpOnly', 'cookie/name', 'location',
    ],
  });
});
