// The released binary with made data, as an operator would set it up, on loopback; everything of it lies
// in a temporary folder that goes with it.

import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ask } from './browser.mjs';
import { Server, said } from './process.mjs';

const START_MS = 30_000;
const MAIL_MS = 30_000;

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const BINARY = path.resolve(process.env.SEKISHO_BIN ?? path.join(ROOT, 'target/release/sekisho'));

export async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A folder that goes when it is stopped. */
export async function openFolder() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sekisho-scans-'));
  const goes = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', goes);
  return { path: folder, stop: async () => goes() };
}

/**
 * `sekisho serve` on SQLite. `publicUrl`: where browsers reach it; `more`: further settings, whole
 * tables; `top`: further settings above them.
 */
export async function startProduct({ publicUrl, more = '', top = '' }) {
  const { path: folder, stop: removes } = await openFolder();
  const at = (...names) => path.join(folder, ...names);
  for (const name of ['database', 'keys']) await mkdir(at(name));
  const port = await freePort();
  await writeFile(at('sekisho.toml'), `listen = "127.0.0.1:${port}"
public_url = "${publicUrl}"
trusted_proxies = ["127.0.0.1"]
drain_seconds = 0
log_level = "warn"
database = "sqlite:database/sekisho.db"
keys = "keys/keys"
${top}
[mail]
carrier = "folder"
folder = "mail"
from = "no-reply@shop.example"
${more}`);
  const config = ['--config', at('sekisho.toml')];
  const command = (...args) => said(BINARY, [...args, ...config]);
  await said(BINARY, ['keys', 'generate', '--out', at('keys', 'keys')]);
  await command('migrate');
  const merchant = JSON.parse(await command(
    'merchant', 'create', '--json', '--company', '花屋はなみずき', '--kind', 'logistics',
    '--contact-mail', 'owner@shop.example', '--admin-name', '花井 水木', '--admin-mail', 'owner@shop.example',
  ));
  const server = new Server(BINARY, ['serve', ...config]);
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await server.stop();
    await removes();
  };
  if (!(await ready(url, server))) {
    await stop();
    throw new Error(`the product does not start:\n${server.output}`);
  }
  return {
    url, port, merchant, command, stop, folder,
    log: () => server.output,
    halt: () => server.stop(),
    alive: () => Boolean(server.alive),
    letter: (to, word) => letter(at('mail'), to, word),
  };
}

async function ready(url, server) {
  for (let waited = 0; waited < START_MS && server.alive; waited += 100) {
    const answer = await ask(`${url}/readyz`).catch(() => null);
    if (answer?.status === 200) return true;
    await delay(100);
  }
  return false;
}

/** The text of the newest mail to `to` that holds `word`, once it is there. */
async function letter(folder, to, word) {
  for (let waited = 0; waited < MAIL_MS; waited += 200) {
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml'));
    for (const name of names.sort().reverse()) {
      const raw = await readFile(path.join(folder, name), 'utf8');
      const text = plain(raw);
      if (raw.includes(to) && text.includes(word)) return text;
    }
    await delay(200);
  }
  throw new Error(`no mail to ${to} with ${word}`);
}

/** All parts of a mail as text, whatever their transfer encoding. */
function plain(raw) {
  const parts = raw.split(/^--.+$/m).map((part) => {
    const [head, ...rest] = part.split(/\r?\n\r?\n/);
    const body = rest.join('\n\n');
    if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8');
    if (!/quoted-printable/i.test(head)) return body;
    const joined = body.replaceAll(/=\r?\n/g, '');
    const bytes = joined.replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
    return Buffer.from(bytes, 'latin1').toString('utf8');
  });
  return parts.join('\n');
}

/** The line below `■label` of a mail. */
export function value(text, label) {
  const lines = text.split(/\r?\n/);
  return lines[lines.indexOf(`■${label}`) + 1];
}
