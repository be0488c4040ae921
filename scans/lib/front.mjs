// The recommended proxies of docs/proxies before the product, with a made certificate, on loopback. Only
// addresses, names and files are replaced.

import { mkdir, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { documented, nginxFrame, replaced } from '../../e2e/harness/proxies.mjs';
import { Server, said } from './process.mjs';
import { freePort } from './product.mjs';

const START_MS = 20_000;
export const FRONTS = ['nginx', 'caddy', 'haproxy'];

/** An authority of the scan's own and a certificate for localhost, once for a folder. */
export async function certificates(folder) {
  const at = (name) => path.join(folder, name);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const quiet = { env: { OPENSSL_CONF: '/dev/null' } };
  await writeFile(at('ca.ext'), 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n');
  await said('openssl', ['req', ...key, '-subj', '/CN=made authority', '-keyout', at('ca.key'), '-out', at('ca.csr')]);
  await said('openssl', ['x509', '-req', '-in', at('ca.csr'), '-signkey', at('ca.key'), '-days', '90', '-extfile', at('ca.ext'), '-out', at('ca.pem')], quiet);
  await said('openssl', ['req', ...key, '-subj', '/CN=localhost', '-keyout', at('site.key'), '-out', at('site.csr')]);
  await writeFile(at('site.ext'), 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\nsubjectAltName=DNS:localhost,IP:127.0.0.1\n');
  await said('openssl', [
    'x509', '-req', '-in', at('site.csr'), '-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial',
    '-days', '90', '-extfile', at('site.ext'), '-out', at('site.pem'),
  ], quiet);
  const { readFile } = await import('node:fs/promises');
  const both = await Promise.all([readFile(at('site.pem')), readFile(at('site.key'))]);
  await writeFile(at('both.pem'), Buffer.concat(both), { mode: 0o600 });
  return { ca: await readFile(at('ca.pem')), caFile: at('ca.pem'), cert: at('site.pem'), key: at('site.key'), both: at('both.pem') };
}

const SITES = {
  async nginx({ folder, port, plain, upstream, application, certificate, spoil }) {
    const at = (name) => path.join(folder, name);
    const site = replaced(await documented('nginx.conf'), {
      'listen 443 ssl;': `listen 127.0.0.1:${port} ssl;`,
      'listen 80;': `listen 127.0.0.1:${plain};`,
      'console.example.jp': 'localhost',
      '/etc/ssl/console.pem': certificate.cert,
      '/etc/ssl/console.key': certificate.key,
      '127.0.0.1:8080': upstream,
      '127.0.0.1:9000': application,
      // Behind a port that is not the scheme's own, $host alone would not say where browsers are.
      'Host $host': 'Host $http_host',
    });
    await writeFile(at('site.conf'), spoil(site));
    await writeFile(at('nginx.conf'), nginxFrame(folder));
    return ['/usr/sbin/nginx', ['-p', folder, '-e', 'stderr', '-c', at('nginx.conf')]];
  },
  async caddy({ folder, port, plain, upstream, application, certificate, spoil }) {
    const site = replaced(await documented('Caddyfile'), {
      'console.example.jp {': `https://localhost:${port} {\n\tbind 127.0.0.1\n\ttls ${certificate.cert} ${certificate.key}`,
      '127.0.0.1:8080': upstream,
      '127.0.0.1:9000': application,
    });
    const file = path.join(folder, 'Caddyfile');
    const ports = `http_port ${plain}\n\thttps_port ${port}`;
    await writeFile(file, `{\n\tadmin off\n\t${ports}\n\tauto_https disable_redirects\n}\n${spoil(site)}`);
    return ['caddy', ['run', '--adapter', 'caddyfile', '--config', file]];
  },
  async haproxy({ folder, port, plain, upstream, certificate, spoil }) {
    const site = replaced(await documented('haproxy.cfg'), {
      'bind :443 ssl crt /etc/ssl/console.pem': `bind 127.0.0.1:${port} ssl crt ${certificate.both}`,
      'bind :80': `bind 127.0.0.1:${plain}`,
      // testssl.sh leaves the port out, as everybody does who comes to 443.
      'hdr(host) -i console.example.jp': `hdr(host) -i localhost localhost:${port}`,
      '127.0.0.1:8080': upstream,
    });
    const file = path.join(folder, 'haproxy.cfg');
    await writeFile(file, spoil(site));
    return ['/usr/sbin/haproxy', ['-db', '-f', file]];
  },
};

/**
 * Starts a proxy on `port`. `upstream`: HOST:PORT of the console; `spoil`: changes the configuration, to
 * show that a scan notices.
 */
export async function startFront(name, { folder, port, upstream, certificate, spoil = (site) => site }) {
  const own = path.join(folder, name);
  await mkdir(own, { recursive: true });
  const plain = await freePort();
  const nobody = `127.0.0.1:${await freePort()}`;
  const [program, args] = await SITES[name]({
    folder: own, port, plain, upstream, application: nobody, certificate, spoil,
  });
  const env = { HOME: own, XDG_CONFIG_HOME: own, XDG_DATA_HOME: own };
  const server = new Server(program, args, { env });
  for (let waited = 0; waited < START_MS && server.alive; waited += 50) {
    if (await answers(port)) return { base: `https://localhost:${port}`, port, plain, stop: () => server.stop() };
    await delay(50);
  }
  await server.stop();
  throw new Error(`${name} does not answer on ${port}:\n${server.output}`);
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
