// What is right about an answer's headers, cookies and page. Written down here and not read from the
// product, so that a change there by accident is a finding.

const EXACT = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'permissions-policy':
    'camera=(), clipboard-read=(), clipboard-write=(self), display-capture=(), geolocation=(), ' +
    'microphone=(), payment=(), usb=()',
};
const HSTS = 'max-age=31536000';
const FOR_EVER = 'public, max-age=31536000, immutable';
/** Public keys: applications keep them for five minutes (docs/door.md). */
const PUBLIC_KEYS = 'public, max-age=300';
const NEVER = ['x-powered-by', 'x-aspnet-version', 'x-runtime', 'x-debug', 'via', 'refresh', 'etag'];
const COOKIES = {
  '__Host-sekisho': 'Strict', '__Host-sekisho-visitor': 'Lax', '__Host-sekisho-key': 'Lax', '__Host-sekisho-lang': 'Lax',
  '__Host-sekisho-door': 'Lax', '__Host-sekisho-mail': 'Lax', '__Host-sekisho-mark': 'Lax',
};

/** Answers that the proxy gives by itself: they have no page of ours and no policy. */
function isProxys({ method, path, plain, body = '' }, { status }, proxy) {
  if (plain || status === 502 || path.startsWith('/door/check/') || method === 'TRACE') return true;
  if (proxy === 'haproxy' && status === 503 && body === '') return false;
  return proxy === 'nginx' && status === 413 && body.length > 1_048_576;
}

/** All findings about one answer. `secrets`: what may stand in no address. */
export function looksAt(request, answer, { secrets, proxy }) {
  const found = [];
  const where = `${request.method} ${request.path} ${answer.status}`;
  const finds = (id, text) => found.push({ id, text: `${where}: ${text}` });
  const gone = answer.status === 503 && !answer.header('content-type')?.includes('charset') && proxy === 'haproxy';
  const proxys = gone || isProxys(request, answer, proxy);
  const own = proxys ? `proxy/${proxy}/` : '';
  headers(request, answer, { finds, proxys, own });
  for (const line of answer.all('set-cookie')) cookie(line, finds);
  statuses(request, answer, { finds, proxys });
  if (answer.header('content-type')?.startsWith('text/html')) page(answer.body, { finds, own });
  addresses(answer, { finds, secrets, plain: request.plain });
  return found;
}

function headers(request, answer, { finds, proxys, own }) {
  const one = (name, value) => {
    const all = answer.all(name);
    if (all.length !== 1 || all[0] !== value) finds(`${own}header/${name}`, `${name}: ${JSON.stringify(all)}`);
  };
  if (!proxys) {
    for (const [name, value] of Object.entries(EXACT)) one(name, value);
    const kept = request.path.startsWith('/assets/') && answer.status === 200;
    const open = request.path === '/door/keys' && answer.status === 200;
    one('cache-control', kept ? FOR_EVER : open ? PUBLIC_KEYS : 'no-store');
  }
  if (!request.plain) one('strict-transport-security', HSTS);
  for (const name of NEVER) if (answer.header(name)) finds(`header/${name}`, answer.header(name));
  if (/\d/.test(answer.header('server') ?? '')) finds('header/server', answer.header('server'));
  for (const [name] of answer.pairs) {
    if (name.startsWith('access-control-')) finds('header/access-control', name);
  }
  const kind = answer.header('content-type') ?? '';
  if (kind.startsWith('text/') && !proxys && !/charset=utf-8/i.test(kind)) finds('header/content-type', kind);
}

function cookie(line, finds) {
  const [pair, ...attributes] = line.split('; ');
  const name = pair.slice(0, pair.indexOf('='));
  if (!(name in COOKIES)) return finds('cookie/name', name);
  for (const wanted of ['Path=/', 'HttpOnly', 'Secure', `SameSite=${COOKIES[name]}`]) {
    if (!attributes.includes(wanted)) finds(`cookie/${wanted}`, name);
  }
  if (attributes.some((attribute) => /^Domain/i.test(attribute))) finds('cookie/Domain', name);
  const lasts = attributes.some((attribute) => /^(Max-Age|Expires)/i.test(attribute) && !/=0$/.test(attribute));
  if (lasts && ['__Host-sekisho', '__Host-sekisho-visitor'].includes(name)) finds('cookie/lasting', name);
}

function statuses({ path }, answer, { finds, proxys }) {
  const { status } = answer;
  const needs = (name) => {
    if (!answer.header(name)) finds(name, 'is missing');
  };
  if (status === 401) needs('www-authenticate');
  if (status === 405 && !proxys) needs('allow');
  if (status === 429 || (status === 503 && !proxys && path !== '/readyz')) needs('retry-after');
  if (status === 500) finds('fault', 'the product has a fault');
  if (status >= 400 && path.startsWith('/api/') && !proxys && !answer.header('content-type')?.startsWith('application/problem+json')) {
    finds('api-problem', `an error of the interface as ${answer.header('content-type')}`);
  }
}

/** Nothing inline, nothing from elsewhere, no secret field in a form that goes into the address. */
function page(body, { finds, own }) {
  if (/<script(?![^>]*\bsrc=)[^>]*>/i.test(body)) finds(`${own}inline/script`, 'a script in the page');
  if (/<[a-z][^>]*\son[a-z]+\s*=/i.test(body)) finds(`${own}inline/attribute`, 'a script in an attribute');
  if (/<style\b|<[a-z][^>]*\sstyle\s*=/i.test(body)) finds(`${own}inline/style`, 'a style in the page');
  if (/(?:href|src|action)="\s*(?:javascript|data|vbscript):/i.test(body)) finds(`${own}inline/address`, 'a script as an address');
  for (const [, source] of body.matchAll(/<(?:script|img|link|iframe)\b[^>]*\s(?:src|href)="([^"]*)"/gi)) {
    if (!source.startsWith('/') || source.startsWith('//')) finds('foreign', source);
  }
  for (const [form] of body.matchAll(/<form\b[\s\S]*?<\/form>/gi)) {
    const sends = /^<form[^>]*method="post"/i.test(form);
    if (!sends && /name="(?:form|[a-z_]*password[a-z_]*)"|one-time-code/.test(form)) finds('secret-in-query', form.slice(0, 80));
    if (sends && !/name="form" value="[^"]+"/.test(form)) finds('form-without-nonce', form.slice(0, 80));
  }
}

function addresses(answer, { finds, secrets, plain }) {
  const target = answer.header('location');
  const within = target?.startsWith('/') && !target.startsWith('//');
  if (target !== undefined && !within && !plain) finds('location', target);
  const all = [...answer.body.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, address]) => address);
  for (const address of [target ?? '', ...all]) {
    for (const secret of secrets) if (address.includes(secret) && !address.startsWith('otpauth:')) finds('secret-in-address', address.slice(0, 40));
  }
}
