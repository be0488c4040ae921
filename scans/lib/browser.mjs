// A browser as far as a scan needs one: cookies, hidden form values, nothing followed by itself.

import http from 'node:http';
import https from 'node:https';

const PATIENCE_MS = 60_000;

/** The hidden value of the form that is sent to `action`, else of the first form. */
export function nonceOf(page, action) {
  const at = action === undefined ? -1 : page.indexOf(`action="${action}"`);
  return page.slice(Math.max(at, 0)).match(/name="form" value="([^"]+)"/)?.[1];
}

/** One request; gives status, headers as they came, and the body as text. */
export function ask(url, { method = 'GET', headers = {}, body, ca } = {}) {
  const address = new URL(url);
  const by = address.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const request = by.request(address, { method, headers, ca, agent: false, timeout: PATIENCE_MS }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part)).on('error', reject).on('end', () => {
        const raw = answer.rawHeaders;
        const pairs = raw.flatMap((name, i) => (i % 2 ? [] : [[name.toLowerCase(), raw[i + 1]]]));
        resolve({
          status: answer.statusCode, pairs, body: Buffer.concat(parts).toString('utf8'),
          all: (name) => pairs.filter(([known]) => known === name).map(([, value]) => value),
          header: (name) => pairs.find(([known]) => known === name)?.[1],
        });
      });
    });
    request.on('timeout', () => request.destroy(new Error(`no answer from ${address.pathname}`)));
    request.on('error', reject);
    request.end(body);
  });
}

export class Browser {
  cookies = new Map();

  /** `looks`: called with each request and its answer. `network`: where a proxy would say it comes from. */
  constructor({ base, ca, looks = () => {}, network }) {
    Object.assign(this, { base, ca, looks, network });
  }

  get cookie() {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async request(method, path, { headers = {}, body } = {}) {
    const own = { 'user-agent': 'scans', 'accept-language': 'ja', ...headers };
    if (this.cookies.size > 0) own.cookie = this.cookie;
    if (this.network) own['x-forwarded-for'] = this.network;
    if (body !== undefined) own['content-length'] = Buffer.byteLength(body);
    const answer = await ask(new URL(path, this.base), { method, headers: own, body, ca: this.ca });
    for (const line of answer.all('set-cookie')) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      if (value === '' || /Max-Age=0/.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    this.looks({ method, path, sent: own, body }, answer);
    return answer;
  }

  get(path) {
    return this.request('GET', path);
  }

  send(path, fields) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.request('POST', path, { headers, body: new URLSearchParams(fields).toString() });
  }

  /** Opens `page` and sends the form on it that goes to `action`. */
  async fills(page, fields, action = page) {
    const shown = await this.get(page);
    const form = nonceOf(shown.body, action);
    if (!form) throw new Error(`no form for ${action} on ${page} (${shown.status})`);
    return this.send(action, { form, ...fields });
  }
}
