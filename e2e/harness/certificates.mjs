// A certificate authority of the test's own, and a certificate for 127.0.0.1 and localhost.

import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Makes both in `folder`; gives the server's key and certificate and the path of the CA's. */
export async function makeCertificates(folder) {
  const at = (name) => path.join(folder, name);
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await run('openssl', [
    'req', '-x509', ...newKey, '-days', '2', '-subj', '/CN=test authority',
    '-keyout', at('ca.key'), '-out', at('ca.pem'),
  ]);
  await run('openssl', [
    'req', ...newKey, '-subj', '/CN=localhost', '-keyout', at('smtp.key'), '-out', at('smtp.csr'),
  ]);
  await writeFile(
    at('smtp.ext'),
    'basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\nsubjectAltName=DNS:localhost,IP:127.0.0.1\n',
  );
  await run('openssl', [
    'x509', '-req', '-in', at('smtp.csr'), '-CA', at('ca.pem'), '-CAkey', at('ca.key'),
    '-CAcreateserial', '-days', '2', '-extfile', at('smtp.ext'), '-out', at('smtp.pem'),
  ]);
  return {
    key: await readFile(at('smtp.key')),
    cert: await readFile(at('smtp.pem')),
    authority: at('ca.pem'),
  };
}
