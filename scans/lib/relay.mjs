// A relay on loopback between a scanner and the product. It can play the browser that a scanner is not
// (cookies, nonces, codes), and it can spoil answers, to show that a scan notices.

import http from 'node:http';
import { ask } from './browser.mjs';

async function whole(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

const HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'te', 'upgrade', 'host']);

/**
 * Passes requests on to `base`. `answers(request)` may answer by itself (an answer of `ask`) or give
 * nothing; `spoils(answer, request)` may change `status`, `pairs` and `body` of what is passed back.
 */
export async function startRelay({ base, ca, answers = async () => null, spoils = () => {} }) {
  const passed = async (request) => {
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !HOP.has(name)));
    headers.host = new URL(base).host;
    if (request.body.length > 0) headers['content-length'] = request.body.length;
    return ask(new URL(request.url, base), { method: request.method, headers, body: request.body, ca });
  };
  let count = 0;
  const server = http.createServer(async (incoming, outgoing) => {
    try {
      count += 1;
      const request = { method: incoming.method, url: incoming.url, headers: incoming.headers, body: await whole(incoming) };
      const answer = (await answers(request)) ?? (await passed(request));
      spoils(answer, request);
      const headers = {};
      for (const [name, value] of answer.pairs) {
        if (!HOP.has(name)) (headers[name] ??= []).push(value);
      }
      outgoing.writeHead(answer.status, headers);
      outgoing.end(answer.body);
    } catch (fault) {
      outgoing.writeHead(502, { 'content-type': 'text/plain' });
      outgoing.end(String(fault));
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: server.address().port,
    base: `http://127.0.0.1:${server.address().port}`,
    count: () => count,
    stop: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}
