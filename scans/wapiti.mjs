// Wapiti over the console, in three ways: at the proxy without a session; at the proxy with the session
// cookie of 管理; and through a relay that gives each of its forms a fresh nonce, so that what it types is
// looked at and not refused for its nonce alone.

import http from 'node:http';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { Browser, nonceOf } from './lib/browser.mjs';
import { certificates, startFront } from './lib/front.mjs';
import { administrator, user } from './lib/people.mjs';
import { said, scanner } from './lib/process.mjs';
import { freePort, openFolder, startProduct } from './lib/product.mjs';
import { startRelay } from './lib/relay.mjs';
import { BITES, outFolder, scan } from './lib/verdict.mjs';

const PROGRAM = process.env.WAPITI ?? 'wapiti';
/** Of the crawl, of each module, and of one that has to get to every form. */
const CRAWL_S = 30;
const MODULE_S = 20;
const DEEP_S = 150;
const SECONDS = 600;
/** All that send nothing elsewhere and need no downloaded data. */
const PASSIVE = 'cookieflags,csp,http_headers,https_redirect,csrf,methods';
const ACTIVE = 'backup,crlf,exec,file,htaccess,ldap,permanentxss,redirect,shellshock,sql,ssrf,timesql,upload,xss,xxe,buster';
/** Those that a page's own words could betray: they get to every form. */
const DEEP = 'xss,permanentxss,sql';
const LEAVES = /\/logout$/;

/** Notes whatever asks for it: the product has no reason to. */
async function startListener() {
  const asked = [];
  const server = http.createServer((request, response) => {
    if (!/get_(ssrf|xxe)\.php/.test(request.url)) asked.push(`${request.method} ${request.url}`);
    response.setHeader('content-type', 'application/json');
    response.end('{}');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${server.address().port}/`, asked, stop };
}

async function wapiti(name, { start, modules, seconds = MODULE_S, more = [], listener, verdict }) {
  const out = await outFolder('wapiti');
  const file = path.join(out, `${name}.json`);
  await rm(file, { force: true });
  const code = await scanner(PROGRAM, [
    '-u', start, '--scope', 'domain', '-m', modules, '--max-scan-time', String(CRAWL_S), '--max-attack-time', String(seconds),
    '--max-links-per-page', '100', '--max-files-per-dir', '60', '--depth', '8', '--tasks', '4', '-l', '2', '--flush-session',
    '--store-session', path.join(out, `${name}-session`), '--endpoint', listener.url, '--no-bugreport', '--verify-ssl', '0',
    '-x', new URL('/console/logout', start).href, '-x', new URL('/operator/logout', start).href,
    '-f', 'json', '-o', file, ...more,
  ], { log: path.join(out, `${name}.log`), seconds: SECONDS });
  if (code === 'late') throw new Error(`wapiti did not end within ${SECONDS} s`);
  const report = JSON.parse(await readFile(file, 'utf8'));
  let count = 0;
  for (const kind of ['vulnerabilities', 'anomalies', 'additionals']) {
    for (const [title, list] of Object.entries(report[kind] ?? {})) {
      for (const { method, path: at, parameter, info } of list) {
        count += 1;
        const status = info.match(/\((\d{3})\)$/)?.[1];
        const id = [title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-'), status].filter(Boolean).join('-');
        verdict.finds(`${name}/${id}`, `${method} ${at} ${parameter}: ${info}`.slice(0, 300));
      }
    }
  }
  const pages = report.infos?.crawled_pages_nbr ?? report.infos?.crawled_pages?.length;
  return { count, pages };
}

/** Everybody's form gets a fresh nonce of the browser that the relay is; nobody logs out by it. */
function withNonces({ base, ca, browser, page }) {
  const answers = async ({ method, url, headers, body }) => {
    const own = Object.fromEntries(Object.entries(headers).filter(([name]) => ['content-type', 'accept-language', 'user-agent'].includes(name)));
    if (method !== 'POST') return browser.request(method, url, { headers: own });
    if (LEAVES.test(url)) return { status: 404, pairs: [], body: '' };
    const shown = await browser.get(page);
    const nonce = nonceOf(shown.body) ?? '';
    const text = body.toString('latin1')
      .replace(/(^|&)form=[^&]*/, `$1form=${nonce}`)
      .replace(/(name="form"\r\n\r\n)[^\r]*/, `$1${nonce}`);
    return browser.request(method, url, { headers: own, body: Buffer.from(text, 'latin1') });
  };
  return startRelay({ base, ca, answers, spoils: BITES ? spoils : undefined });
}

/** A page that gives back what was asked, as it is. */
function spoils(answer, { url }) {
  const said = new URL(url, 'http://x').searchParams.get('search');
  if (said !== null) answer.body = answer.body.replace('<main', `${said}<main`);
  answer.pairs = answer.pairs.filter(([name]) => name !== 'content-security-policy');
}

await scan('wapiti', async (verdict, opens) => {
  const { path: folder } = await opens(openFolder());
  const certificate = await certificates(folder);
  const port = await freePort();
  const product = await opens(startProduct({ publicUrl: `https://localhost:${port}` }));
  const front = await opens(startFront('nginx', { folder, port, upstream: `127.0.0.1:${product.port}`, certificate }));
  const listener = await opens(startListener());
  const { base } = front;
  const { ca } = certificate;
  const browser = () => new Browser({ base, ca });
  const admin = await administrator(product, browser());
  await user(product, admin, browser(), { userId: 'mise01' });
  verdict.says(`wapiti ${(await said(PROGRAM, ['--version'], { mayFail: true })).match(/\d+\.\d+\.\d+/)?.[0]}`);
  const run = async (name, settings) => {
    const began = Date.now();
    const { count, pages } = await wapiti(name, { ...settings, listener, verdict });
    verdict.says(`${name}: ${pages ?? '?'} pages, ${count} findings, ${Math.round((Date.now() - began) / 1000)} s`);
  };
  if (!BITES) {
    await run('stranger', { start: `${base}${admin.entrance}`, modules: `${PASSIVE},${ACTIVE}` });
    const cookie = ['-H', `Cookie: ${admin.browser.cookie}`];
    await run('cookie', { start: `${base}/console/menu`, modules: `${PASSIVE},${ACTIVE}`, more: cookie });
  }
  const inside = await opens(withNonces({ base, ca, browser: admin.browser, page: '/console/menu' }));
  const menu = `${inside.base}/console/menu`;
  if (!BITES) await run('nonces', { start: menu, modules: ACTIVE });
  await run('deep', { start: menu, modules: BITES ? 'xss' : DEEP, seconds: DEEP_S });
  verdict.says(`nonces: ${inside.count()} requests`);
  if (!BITES) {
    const gate = await opens(withNonces({ base, ca, browser: browser(), page: admin.entrance }));
    await run('gate', { start: `${gate.base}${admin.entrance}`, modules: ACTIVE });
    verdict.says(`gate: ${gate.count()} requests`);
  }
  verdict.holds(await admin.isIn(), 'session-lost', 'the session of 管理 did not outlive the scan');
  verdict.holds(listener.asked.length === 0, 'request-forged', `the product asked for ${listener.asked.slice(0, 3)}`);
  verdict.holds(product.alive(), 'ended', 'the product ended');
  const faults = (product.log().match(/\bERROR\b/g) ?? []).length;
  verdict.holds(faults === 0, 'faults-in-log', `${faults} faults in the log: ${product.log().match(/.*ERROR.*/)?.[0]}`);
  await verdict.ends({ wanted: ['deep/reflected-cross-site-scripting'] });
});
