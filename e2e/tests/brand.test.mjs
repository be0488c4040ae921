// A second brand leaves no trace of the first: not on a page, in a mail, in a help topic.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { axeFindsNothing } from '../harness/eyes.mjs';
import { launch, openWindow } from '../harness/browser.mjs';
import { LANGUAGES } from '../harness/journey.mjs';
import { startDemo } from '../harness/product.mjs';

const FILE = fileURLToPath(new URL('../../docs/brand.example.toml', import.meta.url));
const FIRST = /関所|sekisho|0120-000-000|9:00～18:00/i;
const SECOND = 'みなと決済';

let browser;
let product;
before(async () => {
  browser = await launch();
  product = await startDemo(['--brand', FILE]);
});
after(async () => {
  await browser?.close();
  await product?.stop();
});

async function text(path, language) {
  const address = new URL(path, product.baseUrl);
  address.searchParams.set('lang', language);
  const answer = await fetch(address);
  assert.ok(answer.status < 500, `${path}: ${answer.status}`);
  return answer.text();
}

/** The links in `page` that begin with `start`. */
function links(page, start) {
  const found = [...page.matchAll(/href="([^"#?]+)/g)].map(([, link]) => link);
  return [...new Set(found.filter((link) => link.startsWith(start)))];
}

test('B8.6, CON-7: names, contacts and links are the second brand’s on every page, mail and topic', async () => {
  const { loginUrl } = product.merchant('logistics');
  const login = new URL(loginUrl).pathname;
  for (const language of ['ja', 'en']) {
    const topics = links(await text('/help', language), '/help/');
    const letters = links(await text('/demo/letters', language), '/demo/letters/');
    assert.ok(topics.length >= 21 && letters.length > 50, `${topics.length}, ${letters.length}`);
    const pages = ['/', login, `${login}/reset`, '/reset/none', '/no-such-page', '/demo/mails', '/help'];
    for (const path of [...pages, ...topics, ...letters]) {
      const page = await text(path, language);
      const trace = FIRST.exec(page);
      assert.equal(trace, null, `${path} (${language}): …${page.slice(Math.max(0, (trace?.index ?? 0) - 60), (trace?.index ?? 0) + 60)}…`);
      assert.ok(page.includes(SECOND), `${path} (${language}) does not name the brand`);
    }
  }
});

test('CON-7, B8.6: links are called as the brand says, and its apps have its help texts', async () => {
  const login = new URL(product.merchant('logistics').loginUrl).pathname;
  for (const [language, reset, faq, help] of [
    ['ja', 'パスワードをお忘れの方はこちら', 'みなとFAQ', '会社のパソコンでは、追加の前に'],
    ['en', 'Forgot your password?', 'Minato FAQ', 'On a company computer'],
  ]) {
    const page = await text(login, language);
    assert.ok(page.includes(`>${reset}</a>`) && page.includes(`>${faq}</a>`), page);
    assert.ok((await text('/help/reset-password', language)).includes(reset));
    assert.ok((await text('/help/authenticator', language)).includes(help));
    assert.ok(!(await text('/help/winauth', language)).includes(help));
  }
  const letters = links(await text('/demo/letters', 'ja'), '/demo/letters/');
  const html = await text(`${letters[0]}/html`, 'ja');
  assert.match(html, /background-color:#7a1f5c;color:#ffffff[^>]*>みなと決済</);
});

test('B8.6: a mail bears the second brand, its sender too', async () => {
  const { context, page } = await openWindow(browser, { baseUrl: product.baseUrl, labels: LANGUAGES.ja });
  const merchant = product.merchant('logistics');
  await page.goto(`${merchant.loginUrl}/reset`);
  await page.getByLabel('加盟店コード').fill(merchant.code);
  await page.getByLabel('ユーザID').fill(merchant.code);
  await page.getByRole('button', { name: '初期化依頼' }).click();
  await page.waitForLoadState();
  let mails = [];
  for (let tries = 0; tries < 100 && mails.length === 0; tries += 1) {
    mails = await product.mails.all();
    await new Promise((later) => setTimeout(later, 100));
  }
  const [mail] = mails;
  assert.equal(mail.subject, `パスワード初期化開始のご連絡-「${SECOND}」`);
  assert.match(mail.from, /みなと決済.*no-reply@minato-pay\.example/);
  assert.doesNotMatch(mail.text, FIRST);
  await context.close();
});

test('B8.6: colours, logo and icon are the second brand’s, and everything stays readable', async () => {
  const { context, page, faults } = await openWindow(browser, { baseUrl: product.baseUrl, labels: LANGUAGES.ja });
  await page.goto(product.merchant('logistics').loginUrl);
  const button = page.getByRole('button', { name: 'ログイン', exact: true });
  const background = await button.evaluate((element) => getComputedStyle(element).backgroundColor);
  assert.equal(background, 'rgb(122, 31, 92)');
  const logo = page.locator('header img');
  assert.ok(await logo.evaluate((image) => image.complete && image.naturalWidth > 0));
  const icon = await page.locator('link[rel=icon]').getAttribute('href');
  assert.match(icon, /^\/assets\/[0-9a-f]{16}\/icon\.svg$/);
  await axeFindsNothing(page, 'login');
  assert.deepEqual(faults, []);
  await context.close();
});
