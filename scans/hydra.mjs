// Hydra at the log-in page: as it comes, and with a relay that fetches nonce and cookie for each of its
// tries and even knows the right code. The right password stands in its list, beyond the open budget.

import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Browser, nonceOf } from './lib/browser.mjs';
import { certificates, startFront } from './lib/front.mjs';
import { Person, administrator, newPassword, user } from './lib/people.mjs';
import { scanner, said } from './lib/process.mjs';
import { freePort, openFolder, startProduct } from './lib/product.mjs';
import { startRelay } from './lib/relay.mjs';
import { BITES, outFolder, scan } from './lib/verdict.mjs';

const SECONDS = 240;
const BUDGET = 6;
/** What stands in an answer that let somebody in: the address of a page behind the log-in. */
const IN = 'S=console/menu';

/** Wrong passwords with the right one at `place`. */
function list(right, place) {
  return [...Array.from({ length: place - 1 }, newPassword), right, ...Array.from({ length: 3 }, newPassword)];
}

async function hydra(name, { port, tls, page, person, passwords, folder }) {
  const out = await outFolder('hydra');
  const at = (file) => path.join(out, file);
  await writeFile(path.join(folder, name), `${passwords.join('\n')}\n`);
  await rm(at(`${name}.json`), { force: true });
  const body = `merchant_code=${person.merchantCode}&user_id=^USER^&password=^PASS^&code=123456`;
  const code = await scanner('hydra', [
    '-I', '-t', '1', '-f', '-l', person.userId, '-P', path.join(folder, name), '-s', String(port),
    '-o', at(`${name}.json`), '-b', 'json', 'localhost',
    tls ? 'https-post-form' : 'http-post-form', `${page}:${body}:${IN}`,
  ], { log: at(`${name}.log`), seconds: SECONDS });
  if (code === 'late') throw new Error(`hydra did not end within ${SECONDS} s`);
  const report = JSON.parse(await readFile(at(`${name}.json`), 'utf8'));
  return { found: report.results.map((result) => result.password), tries: passwords.length };
}

/** Each POST becomes a whole log-in from a new browser: its page, its cookie, its nonce, the right code. */
function asBrowsers({ base, ca, person }) {
  const statuses = [];
  const answers = async ({ method, url, body }) => {
    if (method !== 'POST') return null;
    const browser = new Browser({ base, ca });
    const shown = await browser.get(url);
    const fields = Object.fromEntries(new URLSearchParams(body.toString('utf8')));
    // Not marked as used: a wrong password leaves it good.
    const { code } = await person.phone.unused();
    const answer = await browser.send(url, { ...fields, form: nonceOf(shown.body, url), code });
    const locked = answer.body.includes('パスワードがロックされています');
    statuses.push(answer.status === 303 ? 'in' : locked ? 'locked' : String(answer.status));
    return answer;
  };
  return { answers, statuses };
}

async function stage(opens) {
  const { path: folder } = await opens(openFolder());
  const certificate = await certificates(folder);
  const port = await freePort();
  const product = await opens(startProduct({ publicUrl: `https://localhost:${port}` }));
  const front = await opens(startFront('nginx', { folder, port, upstream: `127.0.0.1:${product.port}`, certificate }));
  const browser = () => new Browser({ base: front.base, ca: certificate.ca });
  const admin = await administrator(product, browser());
  return { folder, product, front, browser, admin, ca: certificate.ca };
}

/** One guessing of `person` by a relay; `place`: where the right password stands. */
async function guesses(name, { place, person, opens, front, ca, folder }) {
  const { answers, statuses } = asBrowsers({ base: front.base, ca, person });
  const relay = await opens(startRelay({ base: front.base, ca, answers }));
  const passwords = list(person.password, place);
  const run = await hydra(name, { port: relay.port, page: person.entrance, person, passwords, folder });
  return { ...run, statuses };
}

await scan('hydra', async (verdict, opens) => {
  const set = await stage(opens);
  const { product, front, browser, admin, folder } = set;
  const version = (await said('hydra', ['-h'], { mayFail: true })).match(/Hydra v(\S+)/)?.[1];
  verdict.says(`hydra ${version}, through nginx with TLS`);
  const clerk = await user(product, admin, browser(), { userId: 'mise01' });

  const naive = await hydra('naive', {
    port: front.port, tls: true, page: clerk.entrance, person: clerk, passwords: list(clerk.password, 3), folder,
  });
  verdict.holds(naive.found.length === 0, 'naive-found', `hydra found ${naive.found}`);
  verdict.says(`as it comes: ${naive.tries} passwords, the right one third; found: ${naive.found.length}`);
  const stranger = new Person({ ...clerk, browser: browser() });
  const after = await stranger.logsIn();
  verdict.holds(after.status === 303, 'naive-counted', 'tries without a nonce draw on the budget');

  // With `--bites` the right password stands within the budget, so that hydra has to find it.
  const place = BITES ? 3 : BUDGET + 1;
  const target = await user(product, admin, browser(), { userId: 'mise02' });
  const run = await guesses('scripted', { ...set, opens, place, person: target });
  const said303 = run.statuses.filter((status) => status === 'in').length;
  verdict.holds(run.found.length === 0 && said303 === 0, 'scripted-found', `hydra found ${run.found.length} passwords`);
  verdict.holds(run.statuses.includes('locked'), 'no-lock', `answers: ${run.statuses}`);
  verdict.says(`nonce and code scripted: ${run.tries} passwords, the right one at place ${place}; found: ${run.found.length}; answers: ${run.statuses.join(', ')}`);

  const late = new Person({ ...target, browser: browser() });
  const refused = await late.logsIn();
  verdict.holds(refused.status === 200, 'lock-opened', `password and code from a stranger after the lock: ${refused.status}`);
  verdict.says(`right password and fresh code from another browser afterwards: ${refused.status === 303 ? 'in' : 'locked'}`);
  const known = await target.logsIn();
  verdict.holds(known.status === 303, 'owner-locked-out', `the owner in the known browser: ${known.status}`);
  verdict.says(`the owner in the browser that is known: ${known.status === 303 ? 'in' : 'locked'}`);
  await verdict.ends({ wanted: ['scripted-found'] });
});
