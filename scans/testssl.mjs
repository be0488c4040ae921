// testssl.sh at each recommended proxy with a made certificate.

import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { FRONTS, certificates, startFront } from './lib/front.mjs';
import { said, scanner } from './lib/process.mjs';
import { freePort, openFolder, startProduct } from './lib/product.mjs';
import { BITES, outFolder, scan } from './lib/verdict.mjs';

const SECONDS = 420;
const GOOD = new Set(['OK', 'INFO', 'DEBUG']);
const PROGRAM = process.env.TESTSSL ?? 'testssl';

/** What the configurations were before this scan, and a weak protocol that OpenSSL still speaks. */
const SPOILT = {
  nginx: (site) => site.replace(/ssl_ciphers .*;/, 'ssl_ciphers DEFAULT:@SECLEVEL=0;')
    .replace(/ssl_protocols .*;/, 'ssl_protocols TLSv1 TLSv1.1 TLSv1.2;')
    .replaceAll(/.*add_header Strict-Transport-Security.*\n/g, ''),
};

async function one(name, { verdict, opens, product, certificate, folder, port }) {
  const spoil = BITES ? SPOILT[name] : undefined;
  const front = await opens(startFront(name, { folder, port, upstream: `127.0.0.1:${product.port}`, certificate, spoil }));
  const out = await outFolder('testssl');
  const file = path.join(out, `${name}.json`);
  await rm(file, { force: true });
  const began = Date.now();
  const code = await scanner(PROGRAM, [
    '--quiet', '--color', '0', '--warnings', 'batch', '--nodns', 'none', '--ip', '127.0.0.1', '--add-ca', certificate.caFile,
    '--connect-timeout', '5', '--openssl-timeout', '5', '--jsonfile', file, `${front.base}/${product.merchant.access_key}`,
  ], { log: path.join(out, `${name}.log`), seconds: SECONDS });
  if (code === 'late') throw new Error(`testssl did not end within ${SECONDS} s`);
  await front.stop();
  const list = JSON.parse(await readFile(file, 'utf8'));
  const bad = list.filter(({ severity }) => !GOOD.has(severity));
  for (const { id, severity, finding } of bad) verdict.finds(`${name}/${id}`, `${severity}: ${finding}`);
  const grade = list.find(({ id }) => id === 'overall_grade')?.finding;
  const protocols = list.filter(({ id, finding }) => /^TLS|^SSLv/.test(id) && /^offered/.test(finding)).map(({ id }) => id);
  verdict.holds(list.length > 80, `${name}/short`, `only ${list.length} results: the scan broke off`);
  verdict.says(`${name}: ${list.length} results, ${bad.length} not good, ${Math.round((Date.now() - began) / 1000)} s; ${protocols.join(', ')}${grade ? `; grade ${grade}` : ''}`);
}

await scan('testssl', async (verdict, opens) => {
  const { path: folder } = await opens(openFolder());
  const certificate = await certificates(folder);
  const port = await freePort();
  const product = await opens(startProduct({ publicUrl: `https://localhost:${port}` }));
  const version = (await said(PROGRAM, ['--version'], { mayFail: true })).match(/testssl(?:\.sh)?\s+([\d.]+\S*)/)?.[1];
  verdict.says(`testssl.sh ${version}`);
  for (const name of BITES ? Object.keys(SPOILT) : FRONTS) {
    await one(name, { verdict, opens, product, certificate, folder, port });
  }
  await verdict.ends({ wanted: ['nginx/TLS1$', 'nginx/HSTS', 'nginx/cipherlist_'] });
});
