// The door: real proxies with the documented configurations, a real application behind them.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startApplication } from '../harness/application.mjs';
import { launch } from '../harness/browser.mjs';
import { axeFindsNothing } from '../harness/eyes.mjs';
import { LANGUAGES } from '../harness/journey.mjs';
import { freePort, startDemo, startServer } from '../harness/product.mjs';
import { startCaddy, startHaproxy, startNginx } from '../harness/proxies.mjs';
import { Shop } from '../harness/shop.mjs';

const labels = LANGUAGES.ja;
const DOORS = `
[[door]]
id = "orders"
label = { ja = "受注一覧", en = "Orders" }
about = { ja = "本日の受注", en = "Today's orders" }
href = "/apps/orders/"
roles = ["general"]
kinds = ["logistics"]
`;
const NAMED = ['merchant', 'user', 'person', 'role', 'strength', 'authenticated-at', 'assertion'];

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

for (const [name, start] of Object.entries({ nginx: startNginx, Caddy: startCaddy })) {
  test(`ROLE-6, ROLE-10, ROLE-12, LOGIN-11: the door behind ${name}`, async (t) => {
    const place = await stage(t, start);
    const { shop, application, product } = place;

    const stranger = await shop.somebody();
    await stranger.opens('/apps/orders/');
    await stranger.sees(labels.keyPage);
    assert.equal(application.seen.length, 0, 'a stranger reached the application');

    const { clerk, phone, login } = await shop.clerkAtWork();
    await clerk.hands.follows('受注一覧');
    await clerk.page.getByRole('heading', { name: login.userId }).waitFor();
    knowsTheClerk(application.seen.at(-1), place, login);

    await otherMethodsAndForgeries(place, clerk, login);
    await othersStayOutside(place);

    await clerk.opens('/console');
    await clerk.logsOut();
    await clerk.opens('/apps/orders/');
    await clerk.sees(labels.login);
    await clerk.logsIn({ ...login, code: await phone.freshCode() });
    await clerk.page.getByRole('heading', { name: login.userId }).waitFor();
    assert.equal(new URL(clerk.page.url()).pathname, '/apps/orders/', 'back at the door');

    await product.command('merchant', 'suspend', '--reason', 'x', '--merchant', product.merchant.code);
    const before = application.seen.length;
    await clerk.opens('/apps/orders/');
    await clerk.sees(labels.login);
    assert.equal(application.seen.length, before, 'a suspended merchant reached the application');
    await product.command('merchant', 'suspend', '--lift', '--reason', 'x', '--merchant', product.merchant.code);
  });
}

async function stage(t, start) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'sekisho-door-'));
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  t.after(() => rm(folder, { recursive: true, force: true }));
  const product = await startServer({ publicUrl, more: DOORS, trustedProxies: ['127.0.0.1'] });
  t.after(() => product.stop());
  const application = await startApplication({
    console: product.baseUrl, issuer: publicUrl, door: 'orders',
  });
  t.after(() => application.stop());
  const proxy = await start({
    folder, port, console: product.baseUrl, application: application.url,
  });
  t.after(() => proxy.stop());
  const through = { ...product, baseUrl: publicUrl };
  const shop = await Shop.opens({ browser, product: through, labels, merchant: product.merchant });
  return { product, application, shop, publicUrl };
}

/** What the application received is right, signed, and everything that it needs. */
function knowsTheClerk(request, { publicUrl, product }, login) {
  const { headers, claims } = request;
  assert.ok(claims, 'the assertion is not valid');
  assert.equal(headers['sekisho-merchant'], product.merchant.code);
  assert.equal(headers['sekisho-user'], login.userId);
  assert.equal(headers['sekisho-role'], 'general');
  assert.equal(headers['sekisho-strength'], 'totp');
  assert.match(headers['sekisho-authenticated-at'], /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.equal(headers['sekisho-person'], claims.sub);
  assert.equal(claims.iss, publicUrl);
  assert.equal(claims.merchant, product.merchant.code);
  const ours = Object.keys(headers).filter((header) => /^sekisho/i.test(header));
  assert.deepEqual(ours.sort(), NAMED.map((header) => `sekisho-${header}`).sort());
  assert.doesNotMatch(headers.cookie ?? '', /sekisho=/, 'the session reached the application');
}

/** A body arrives whole, and nothing that the client says about itself does. */
async function otherMethodsAndForgeries(place, clerk, login) {
  const forged = { 'Sekisho_User': 'boss', 'x-own': 'kept' };
  for (const header of NAMED) forged[`Sekisho-${header}`] = 'forged';
  for (const method of ['POST', 'PUT', 'DELETE']) {
    const answer = await clerk.context.request.fetch(`${place.publicUrl}/apps/orders/x?y=1`, {
      method, headers: forged, data: 'slip=1234', maxRedirects: 0,
    });
    assert.equal(answer.status(), 200, method);
    const request = place.application.seen.at(-1);
    assert.deepEqual([request.method, request.url, request.body], [method, '/apps/orders/x?y=1', 'slip=1234']);
    assert.equal(request.headers['x-own'], 'kept');
    knowsTheClerk(request, place, login);
  }
  const asked = await clerk.context.request.get(`${place.publicUrl}/door/check/orders`);
  assert.equal(asked.status(), 404, 'the question can be asked from outside');
}

/** Forged headers alone open nothing; nor does another right's session. */
async function othersStayOutside({ shop, application, publicUrl }) {
  const before = application.seen.length;
  const forged = { 'Sekisho-User': 'boss', 'Sekisho-Role': 'general' };
  for (const method of ['GET', 'POST']) {
    const headers = { ...forged };
    const answer = await fetch(`${publicUrl}/apps/orders/`, { method, headers, redirect: 'manual' });
    assert.equal(answer.status, 303);
    assert.equal(new URL(answer.headers.get('location'), publicUrl).pathname, '/door/enter/orders');
  }
  const { clerk: packer } = await shop.clerkAtWork({ type: 'shipping' });
  await packer.doesNotRead('受注一覧');
  const answer = await packer.page.goto(`${publicUrl}/apps/orders/`);
  assert.equal(answer.status(), 403);
  await packer.sees(labels.forbidden);
  await packer.hands.follows('最初の画面へ');
  await packer.seesMenu();
  const admin = await shop.admin.context.request.get(`${publicUrl}/apps/orders/`);
  assert.equal(admin.status(), 403);
  assert.equal(application.seen.length, before);
}

test('through HAProxy the first day works, and the console sees where people are', async (t) => {
  const { application, shop, publicUrl } = await stage(t, startHaproxy);
  const { clerk, login, phone } = await shop.clerkAtWork();
  const asked = await clerk.context.request.get(`${publicUrl}/door/check/orders`);
  assert.equal(asked.status(), 404, 'the question can be asked from outside');
  // The console believes this proxy, and a client's own word for where it is does not arrive.
  const liar = await shop.somebody();
  await liar.context.setExtraHTTPHeaders({ 'X-Forwarded-For': '203.0.113.9' });
  await liar.opensLoginPage(shop.merchant.loginUrl);
  await liar.logsIn({ ...login, code: await phone.freshCode() });
  await liar.seesMenu();
  await liar.opens('/console/sessions');
  await liar.reads('127.0.0.0/24');
  assert.equal(await liar.page.getByText('203.0.113').count(), 0);
  assert.equal(application.seen.length, 0);
});

test('ROLE-10: the demonstration has a door for each of its users, without scripts too', async (t) => {
  const product = await startDemo();
  t.after(() => product.stop());
  const shop = await Shop.opens({ browser, product, labels, merchant: product.merchant('logistics') });
  const { clerk, login } = await shop.clerkAtWork();
  await clerk.hands.follows('出荷情報登録（見本）');
  await clerk.sees('出荷情報登録（見本）');
  await clerk.reads(`"user": "${login.userId}"`);
  await axeFindsNothing(clerk.page, 'the application of the demonstration');
  await clerk.opens('/apps/demo/packing/');
  await clerk.sees(labels.forbidden);
  await axeFindsNothing(clerk.page, 'the shut door');
  const { user, temporary } = await shop.hires({ type: 'shipping' });
  const packer = await shop.somebody({ javaScript: false });
  await packer.opensLoginPage(shop.merchant.loginUrl);
  await packer.logsIn({ merchantCode: shop.merchant.code, userId: user.userId, password: temporary });
  await packer.sees(labels.passwordChange);
  await packer.opens('/apps/demo/packing/');
  await packer.sees(labels.passwordChange);
});
