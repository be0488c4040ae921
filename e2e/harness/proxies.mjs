// Reverse proxies as an operator would run them, with the configurations of docs/proxies: only
// addresses are replaced. In the foreground, with files in a folder of their own, ended by their id.

import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE_MS = 20_000;

/** A configuration of docs/proxies as it stands there. */
export const documented = (name) => readFile(new URL(`../../docs/proxies/${name}`, import.meta.url), 'utf8');

/** Replaces every one of `changes`; a text that is not there means that the document changed. */
export function replaced(text, changes) {
  return Object.entries(changes).reduce((done, [from, to]) => {
    if (!done.includes(from)) throw new Error(`the documented configuration has no "${from}"`);
    return done.replaceAll(from, to);
  }, text);
}

/** What stands around a site (`site.conf` in `folder`): nginx in the foreground, with files of its own. */
export function nginxFrame(folder) {
  const at = (name) => path.join(folder, name);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const paths = temporary.map((name) => `${name}_temp_path ${at(name)};`).join('\n');
  const own = process.getuid() === 0 ? 'user root;' : '';
  return (
    `${own}\ndaemon off;\nworker_processes 1;\npid ${at('nginx.pid')};\nerror_log stderr warn;\n` +
    `events {}\nhttp {\naccess_log off;\n${paths}\ninclude ${at('site.conf')};\n}\n`
  );
}

/** nginx on `port`; plain HTTP, as the test has no use for certificates. */
export async function startNginx({ folder, port, console: upstream, application }) {
  const at = (name) => path.join(folder, name);
  await mkdir(folder, { recursive: true });
  const site = replaced(await documented('nginx.conf'), {
    // The redirect from plain HTTP is not asked; nobody else may have its port.
    'listen 80;': `listen unix:${at('plain.sock')};`,
    'listen 443 ssl;': `listen 127.0.0.1:${port};`,
    '    ssl_certificate /etc/ssl/console.pem;\n': '',
    '    ssl_certificate_key /etc/ssl/console.key;\n': '',
    'http://127.0.0.1:8080': upstream,
    'http://127.0.0.1:9000': application,
    // Behind a port that is not the scheme's own, $host alone would not say where browsers are.
    'Host $host': 'Host $http_host',
  });
  await writeFile(at('site.conf'), site);
  await writeFile(at('nginx.conf'), nginxFrame(folder));
  const args = ['-p', folder, '-e', 'stderr', '-c', at('nginx.conf')];
  return running('/usr/sbin/nginx', args, { port, folder });
}

/** Caddy on `port`; plain HTTP, and no question to any authority. */
export async function startCaddy({ folder, port, console: upstream, application }) {
  await mkdir(folder, { recursive: true });
  const site = replaced(await documented('Caddyfile'), {
    'console.example.jp {': `http://127.0.0.1:${port} {`,
    '127.0.0.1:8080': new URL(upstream).host,
    '127.0.0.1:9000': new URL(application).host,
  });
  const file = path.join(folder, 'Caddyfile');
  await writeFile(file, `{\n\tadmin off\n\tauto_https off\n}\n${site}`);
  return running('caddy', ['run', '--adapter', 'caddyfile', '--config', file], { port, folder });
}

/** HAProxy on `port`; plain HTTP. It has no door: `application` is not asked. */
export async function startHaproxy({ folder, port, console: upstream }) {
  await mkdir(folder, { recursive: true });
  const site = replaced(await documented('haproxy.cfg'), {
    'bind :80': `bind unix@${path.join(folder, 'plain.sock')}`,
    'bind :443 ssl crt /etc/ssl/console.pem alpn h2,http/1.1': `bind 127.0.0.1:${port}`,
    'hdr(host) -i console.example.jp': `hdr(host) -i 127.0.0.1:${port}`,
    '127.0.0.1:8080': new URL(upstream).host,
  });
  const file = path.join(folder, 'haproxy.cfg');
  await writeFile(file, site);
  return running('/usr/sbin/haproxy', ['-db', '-f', file], { port, folder });
}

async function running(program, args, { port, folder }) {
  const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder };
  const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  }
  const ended = new Promise((resolve) => {
    child.on('error', (fault) => resolve((output += String(fault))));
    child.on('close', resolve);
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    const late = delay(PATIENCE_MS, 'late', { ref: false });
    if ((await Promise.race([ended, late])) === 'late') child.kill('SIGKILL');
  };
  for (let waited = 0; waited < PATIENCE_MS; waited += 50) {
    if (await answers(port)) return { stop, output: () => output };
    if (child.exitCode !== null || child.pid === undefined) break;
    await delay(50);
  }
  await stop();
  throw new Error(`${program} does not answer on ${port}:\n${output}`);
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
