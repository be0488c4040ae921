// Starts the binary the way an operator would, and stops it by its own process id.

import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { makeCertificates } from './certificates.mjs';
import { clockEnvironment } from './clock.mjs';
import { FolderMailbox, SmtpMailbox } from './mailbox.mjs';

export const BINARY = path.resolve(
  process.env.SEKISHO_BIN ?? fileURLToPath(new URL('../../target/debug/sekisho', import.meta.url)),
);
const START_MS = 60_000;
const STOP_MS = 15_000;

const starts = (args) =>
  spawn(BINARY, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...clockEnvironment() } });

class Process {
  output = '';
  #child;
  #ended;

  constructor(args) {
    this.#child = starts(args);
    this.#ended = new Promise((resolve) => {
      this.#child.on('error', (fault) => {
        this.output += String(fault);
        resolve(-1);
      });
      this.#child.on('close', (code, signal) => resolve(code ?? signal));
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (this.output += text));
    }
  }

  get alive() {
    return this.#child.exitCode === null && this.#child.signalCode === null && this.#child.pid;
  }

  ended() {
    return this.#ended;
  }

  /** Asks it to stop; gives the exit code, or fails if it had to be killed. */
  async stop() {
    if (this.alive) this.#child.kill('SIGTERM');
    const late = delay(STOP_MS, 'late', { ref: false });
    const code = await Promise.race([this.#ended, late]);
    if (code === 'late') {
      this.#child.kill('SIGKILL');
      throw new Error(`did not stop within ${STOP_MS} ms of SIGTERM:\n${this.output}`);
    }
    return code;
  }
}

/** Runs a command to its end; gives what it printed on standard output. */
export async function command(args) {
  const child = starts(args);
  let out = '';
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`sekisho ${args.join(' ')} ended with ${code}:\n${out}${said}`);
  return out;
}

async function until(question, running, what) {
  for (let waited = 0; waited < START_MS; waited += 100) {
    const answer = await question().catch(() => null);
    if (answer) return answer;
    if (!running.alive) throw new Error(`ended before ${what}:\n${running.output}`);
    await delay(100);
  }
  await running.stop().catch(() => {});
  throw new Error(`no ${what} within ${START_MS} ms:\n${running.output}`);
}

const ready = (baseUrl) => async () => (await fetch(new URL('/readyz', baseUrl))).ok;

/**
 * `sekisho demo`: everything embedded, mail in a folder. `args`: further ones, such as a brand;
 * `listen`: passkeys are for names, so they need `localhost`.
 */
export async function startDemo(args = [], listen = '127.0.0.1:0') {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sekisho-demo-'));
  const data = path.join(folder, 'data');
  const running = new Process(['demo', '--listen', listen, '--data', data, ...args]);
  const record = async () => JSON.parse(await readFile(path.join(data, 'demo.json'), 'utf8'));
  const { base_url: baseUrl } = await until(record, running, 'demo.json');
  await until(ready(baseUrl), running, 'ready answer');
  // Merchants enter the record one by one as they are set up; by now it is whole.
  const demo = await record();
  return {
    baseUrl,
    demo,
    merchant: (kind) => merchantOf(demo.merchants.find((merchant) => merchant.kind === kind)),
    mails: new FolderMailbox(path.resolve(data, demo.mail_dir)),
    output: () => running.output,
    async stop() {
      const code = await running.stop();
      await rm(folder, { recursive: true, force: true });
      if (code !== 0) throw new Error(`ended with ${code}:\n${running.output}`);
    },
  };
}

function merchantOf(entry) {
  return {
    kind: entry.kind,
    loginUrl: entry.login_url,
    accessKey: entry.access_key,
    code: entry.merchant_code,
    company: entry.company,
    firstPassword: entry.first_password,
    contactMail: entry.contact_mail,
  };
}

export async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * `sekisho serve` on SQLite with one merchant, mail over SMTP with STARTTLS and a password.
 * `host`: what browsers call it; `publicUrl`: where they reach it, if a proxy stands in front; `more`:
 * further settings; `trustedProxies`: whose X-Forwarded-For is believed.
 */
export async function startServer({ kind = 'logistics', host = '127.0.0.1', publicUrl, more = '', trustedProxies = [] } = {}) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sekisho-serve-'));
  const at = (...names) => path.join(folder, ...names);
  for (const name of ['database', 'keys', 'certificates']) await mkdir(at(name));
  const certificates = await makeCertificates(at('certificates'));
  const password = 'smtp password of the test';
  await writeFile(at('smtp-password'), password, { mode: 0o600 });
  const mails = await SmtpMailbox.start({ ...certificates, user: 'sekisho', password });
  const baseUrl = `http://${host}:${await freePort()}`;
  await writeFile(at('sekisho.toml'), configuration({ at, baseUrl, mails, certificates, publicUrl, trustedProxies }) + more);

  const config = ['--config', at('sekisho.toml')];
  await command(['keys', 'generate', '--out', at('keys', 'keys')]);
  await command(['migrate', ...config]);
  const merchant = await createMerchant(config, kind);
  const running = new Process(['serve', ...config]);
  await until(ready(baseUrl), running, 'ready answer');
  return {
    baseUrl,
    merchant,
    mails,
    /** Runs any command on the server's configuration. */
    command: (...args) => command([...args, ...config]),
    /** Runs an operator's command beside the running server. */
    operator: (...args) => command(['operator', ...args, ...config]),
    output: () => running.output,
    async stop() {
      const code = await running.stop();
      await mails.close();
      await rm(folder, { recursive: true, force: true });
      if (code !== 0) throw new Error(`ended with ${code}:\n${running.output}`);
    },
  };
}

function configuration({ at, baseUrl, mails, certificates, publicUrl = baseUrl, trustedProxies }) {
  const text = (value) => JSON.stringify(value);
  return `listen = ${text(`127.0.0.1:${new URL(baseUrl).port}`)}
public_url = ${text(publicUrl)}
trusted_proxies = ${text(trustedProxies)}
insecure_loopback = true
database = ${text(`sqlite:${at('database', 'sekisho.db')}`)}
keys = ${text(at('keys', 'keys'))}

[mail]
carrier = "smtp"
from = "no-reply@shop.example"
host = "localhost"
port = ${mails.port}
security = "starttls"
ca_file = ${text(certificates.authority)}
user = "sekisho"
password_file = ${text(at('smtp-password'))}
`;
}

async function createMerchant(config, kind) {
  const contactMail = 'owner@shop.example';
  const printed = await command([
    'merchant', 'create', ...config, '--json',
    '--company', '花屋はなみずき', '--kind', kind, '--contact-mail', contactMail,
  ]);
  return merchantOf({ kind, contact_mail: contactMail, ...JSON.parse(printed) });
}
