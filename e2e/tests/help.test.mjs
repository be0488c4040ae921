// The help centre: every topic for people with other eyes and hands, and the way there from the
// pages where questions arise.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, openWindow } from '../harness/browser.mjs';
import { axeFindsNothing, fitsANarrowScreen, linksLeadSomewhere } from '../harness/eyes.mjs';
import { LANGUAGES } from '../harness/journey.mjs';
import { startDemo } from '../harness/product.mjs';

const TITLE = { ja: '使い方', en: 'Help' };
const NO_NUMBER = { ja: '番号を表示できない方はこちら', en: 'Cannot show the number?' };
const LOST_PHONE = { ja: '携帯電話が壊れたとき', en: 'If your phone is broken' };
const WHEN_LOST = { ja: '携帯電話が壊れたとき・なくしたとき', en: 'When your phone is broken or lost' };
const NEXT = { ja: '次は：', en: 'Next:' };

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

const window = (language, more = {}) =>
  openWindow(browser, { baseUrl: product.baseUrl, labels: LANGUAGES[language], ...more });

for (const language of ['ja', 'en']) {
  test(`SCR-17, GUIDE-5: every topic (${language}) passes axe-core, fits a phone and leads on`, async () => {
    const { context, page, faults } = await window(language);
    await page.goto(`${product.baseUrl}/help?lang=${language}`);
    assert.equal(await page.locator('h1').innerText(), TITLE[language]);
    await axeFindsNothing(page, 'help');
    await fitsANarrowScreen(page, 'help');
    const topics = await page.locator('ul.topics a').evaluateAll((links) => links.map((link) => link.href));
    assert.equal(topics.length, 21);
    const known = new Set();
    for (const topic of topics) {
      await page.goto(topic);
      await axeFindsNothing(page, topic);
      await fitsANarrowScreen(page, topic);
      await linksLeadSomewhere(page, topic, known);
      const broken = await page.locator('.doc img').evaluateAll((pictures) =>
        pictures.filter((picture) => !picture.complete || picture.naturalWidth === 0).length);
      assert.equal(broken, 0, `pictures of ${topic}`);
    }
    assert.deepEqual(faults, []);
    await context.close();
  });

  test(`GUIDE-5, CON-9 (${language}): from the log-in page to the answer without JavaScript`, async () => {
    const { context, page } = await window(language, { javaScript: false, width: 390 });
    const { loginUrl } = product.merchant('logistics');
    await page.goto(`${loginUrl}?lang=${language}`);
    await page.getByRole('link', { name: NO_NUMBER[language] }).click();
    await page.getByRole('link', { name: WHEN_LOST[language] }).click();
    assert.equal(await page.locator('h1').innerText(), LOST_PHONE[language]);
    assert.ok((await page.title()).startsWith(LOST_PHONE[language]));
    await page.getByRole('navigation').getByRole('link', { name: TITLE[language], exact: true }).click();
    assert.equal(await page.locator('h1').innerText(), TITLE[language]);
    await page.locator('ul.topics a').first().click();
    for (let topics = 1; topics < 21; topics += 1) {
      await page.locator('p', { hasText: NEXT[language] }).getByRole('link').click();
    }
    assert.equal(await page.locator('h1').innerText(), 'FAQ');
    assert.equal(await page.locator('p', { hasText: NEXT[language] }).count(), 0);
    await context.close();
  });
}

test('MAIL-1..5: every kind of mail can be looked at in both languages and both forms', async () => {
  const { context, page, faults } = await window('ja', { width: 390 });
  await page.goto(`${product.baseUrl}/demo/letters`);
  const links = await page.locator('tbody a').evaluateAll((all) => all.map((link) => link.href));
  assert.ok(links.length > 100, `only ${links.length}`);
  for (const link of links) {
    const answer = await page.request.get(link);
    assert.equal(answer.status(), 200, link);
  }
  await page.goto(`${product.baseUrl}/demo/letters/mail_2_temporary_admin/html?lang=ja`);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(wider, false, 'the mail is wider than a phone');
  assert.equal(await page.locator('html').getAttribute('lang'), 'ja');
  assert.deepEqual(faults, []);
  await context.close();
});
