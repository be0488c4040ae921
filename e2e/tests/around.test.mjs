// Around the log-in: the tablet on the counter, and the warning before a session ends.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../harness/browser.mjs';
import { LANGUAGES, PASSWORDS, people } from '../harness/journey.mjs';
import { startDemo } from '../harness/product.mjs';
import { Shop } from '../harness/shop.mjs';

const labels = LANGUAGES.ja;
let browser;
let product;
before(async () => {
  browser = await launch();
  product = await startDemo();
});
after(async () => {
  await browser?.close();
  await product?.stop();
});

/** What a finger has to hit: buttons and fields at least 44 pixels high. */
async function fingersFit(page) {
  const targets = page.locator('main button:visible, main input:visible, header button:visible');
  for (const target of await targets.all()) {
    if ((await target.getAttribute('type')) === 'hidden') continue;
    const box = await target.boundingBox();
    const what = (await target.innerText()) || (await target.getAttribute('name'));
    assert.ok(box.height >= 44, `${what} is ${box.height} pixels high`);
  }
}

test('TAB-1, TAB-3..5, SCR-15: a 一般 user of a tablet merchant logs in by touch', async () => {
  const merchant = product.merchant('tablet');
  const shop = await Shop.opens({ browser, product, labels, merchant });
  const { clerk, phone, login } = await shop.clerkAtWork({ ...people?.clerk, byMail: false });
  await clerk.logsOut();
  for (const [width, height] of [[768, 1024], [1024, 768]]) {
    const context = await browser.newContext({
      viewport: { width, height }, hasTouch: true, locale: 'ja-JP', timezoneId: 'Asia/Tokyo',
    });
    const page = await context.newPage();
    await page.goto(new URL(merchant.loginUrl, product.baseUrl).href);
    await fingersFit(page);
    const types = async (label, text) => {
      const field = page.getByLabel(label, { exact: true });
      await field.tap();
      await field.fill(text);
    };
    await types(labels.merchantCode, login.merchantCode);
    await types(labels.userId, login.userId);
    await types(labels.password, PASSWORDS.clerk);
    await types(labels.code, await phone.freshCode());
    await page.getByRole('button', { name: labels.login, exact: true }).tap();
    await page.getByRole('heading', { level: 1, name: labels.menu, exact: true }).waitFor();
    await fingersFit(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${wide} pixels too wide at ${width}`);
    await context.close();
  }
});

test('GAP-2: a minute before the end a warning; 続ける stays, and the end says why', async () => {
  const shop = await Shop.opens({ browser, product, labels, merchant: product.merchant('logistics') });
  const { clerk } = await shop.clerkAtWork();
  await clerk.page.clock.install();
  await clerk.page.reload();
  await clerk.page.clock.fastForward('14:10');
  const dialog = clerk.page.getByRole('alertdialog', { name: 'まもなくログアウトします' });
  await dialog.waitFor();
  assert.match(await dialog.innerText(), /しばらく操作がないため、あと\d+秒で自動的にログアウトします。/);
  await dialog.getByRole('button', { name: '続ける', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  await clerk.seesMenu();
});
