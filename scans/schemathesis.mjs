// Schemathesis over the interface for programs: everything that docs/openapi.json says, and what it does
// not say, with a key and without one.

import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { said, scanner } from './lib/process.mjs';
import { ROOT, freePort, startProduct } from './lib/product.mjs';
import { startRelay } from './lib/relay.mjs';
import { BITES, outFolder, scan } from './lib/verdict.mjs';

const SECONDS = 420;
const MORE = '\n[api]\nenabled = true\nrequests_per_minute = 6000\n';
const PROGRAM = process.env.SCHEMATHESIS ?? 'st';

/** One fault of each kind that the checks are for. */
function spoils(answer, { method, url }) {
  if (method === 'GET' && answer.status === 200 && url.includes('/merchants/')) {
    answer.body = answer.body.replace(/"tablet":(true|false)/, '"tablet":"yes"');
  }
  if (method === 'POST' && answer.status === 415) answer.status = 500;
  if (method === 'PATCH' && answer.status === 401) answer.status = 418;
}

/** Failures in the scanner's JUnit report: operation, code of the check, and what it says. */
function failures(xml) {
  const found = [];
  for (const [, name, inside] of xml.matchAll(/<testcase name="([^"]*)"[^>]*[^/]>([\s\S]*?)<\/testcase>/g)) {
    for (const [, kind, code, text] of inside.matchAll(/<(failure|error)\b[^>]*?(?:message="([^"]*)")?>([\s\S]*?)<\/\1>/g)) {
      found.push({ id: `${name}/${code ?? kind}`, text: text.slice(0, 400).replaceAll(/\s+/g, ' ') });
    }
  }
  return found;
}

await scan('schemathesis', async (verdict, opens) => {
  const out = await outFolder('schemathesis');
  const at = (name) => path.join(out, name);
  const product = await opens(startProduct({
    publicUrl: `http://127.0.0.1:${await freePort()}`, top: 'insecure_loopback = true', more: MORE,
  }));
  const key = JSON.parse(await product.command('api-key', 'create', '--name', 'scan', '--json')).key;
  const relay = await opens(startRelay({ base: product.url, spoils: BITES ? spoils : undefined }));
  verdict.says((await said(PROGRAM, ['--version'])).trim());
  await rm(at('junit.xml'), { force: true });
  const code = await scanner(PROGRAM, [
    '--config-file', path.join(ROOT, 'scans/schemathesis.toml'), 'run', path.join(ROOT, 'docs/openapi.json'),
    '--url', relay.base, '--header', `Authorization: Bearer ${key}`, '--checks', 'all',
    '--rate-limit', '90/s', '--report', 'junit', '--report-junit-path', at('junit.xml'), '--continue-on-failure', '--generation-deterministic', '--max-examples', '100',
  ], { log: at('log'), seconds: SECONDS, cwd: out });
  if (code === 'late') throw new Error(`schemathesis did not end within ${SECONDS} s`);
  const log = await readFile(at('log'), 'utf8');
  for (const { id, text } of failures(await readFile(at('junit.xml'), 'utf8'))) verdict.finds(id, text);
  const faults = (product.log().match(/"fault"|\bERROR\b/g) ?? []).length;
  verdict.holds(faults === 0, 'faults-in-log', `${faults} faults in the product's log`);
  verdict.holds(code === 0 || verdict.findings.length > 0, 'ended', `it ended with ${code} and no finding was read`);
  verdict.says(`${relay.count()} requests reached the product`);
  verdict.says(log.match(/Test cases:[\s\S]{0,200}|\d+ generated[^\n]*/)?.[0]?.trim() ?? 'no summary was read');
  await verdict.ends({ wanted: ['^GET .*/ST', '^POST .*/ST', '^PATCH .*/ST'] });
});
