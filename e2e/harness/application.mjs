// An application behind a door, with nothing but what Node brings along. It tells what it received
// and what it believes of it.

import { createPublicKey, verify } from 'node:crypto';
import http from 'node:http';
import { now } from './clock.mjs';

/** Who comes with this assertion, or nobody: the example of docs/door.md. */
export function visitor(assertion, jwks, { issuer, door }) {
  const [header, claims, signature] = assertion.split('.');
  const { alg, typ, kid } = JSON.parse(Buffer.from(header, 'base64url'));
  const jwk = jwks.keys.find((key) => key.kid === kid);
  if (alg !== 'EdDSA' || typ !== 'sekisho-door+jwt' || !jwk) return null;
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const signed = Buffer.from(`${header}.${claims}`);
  if (!verify(null, signed, key, Buffer.from(signature, 'base64url'))) return null;
  const said = JSON.parse(Buffer.from(claims, 'base64url'));
  const fits = said.iss === issuer && said.aud === door && now() / 1000 < said.exp;
  return fits ? said : null;
}

/** Starts it; `console` is where it gets the public keys, `issuer` whose word it takes. */
export async function startApplication({ console: upstream, issuer, door }) {
  const seen = [];
  const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const piece of request.setEncoding('utf8')) body += piece;
    const jwks = await (await fetch(new URL('/door/keys', upstream))).json();
    const assertion = request.headers['sekisho-assertion'];
    const claims = assertion ? visitor(assertion, jwks, { issuer, door }) : null;
    const { method, url, headers, rawHeaders } = request;
    seen.push({ method, url, headers, rawHeaders, body, claims });
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="ja"><title>app</title><h1>${claims?.user ?? 'nobody'}</h1>`);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    seen,
    stop: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}
