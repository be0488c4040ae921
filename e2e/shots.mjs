// Takes a picture of every page that people meet, 1280, 820 and 390 px wide, in both languages:
// e2e/out/{language}-{width}/{name}.png. For looking at; no test.
//
//   node e2e/shots.mjs          the tour of the first day, then the pages by address
//   node e2e/shots.mjs pages    the pages by address alone

import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from './harness/browser.mjs';
import { LANGUAGES } from './harness/journey.mjs';
import { startDemo } from './harness/product.mjs';
import { Shop } from './harness/shop.mjs';
import { tour } from './harness/tour.mjs';

const out = fileURLToPath(new URL('./out', import.meta.url));
const KINDS = { ja: 'logistics', en: 'non_logistics' };
const WIDTHS = [1280, 820, 390];

const LIST = `ユーザ区分,ユーザID,ログイン方法,管理者ユーザと同一,ユーザ名,メールアドレス
一般,csv01,受信する,,取込 一号,csv01@shop.example
出荷,csv02,受信しない,,取込 二号,
一般,csv 03,受信する,,取込 三号,
一般,csv01,受信する,はい,,
`;

await rm(out, { recursive: true, force: true });
const browser = await launch();
if (process.argv[2] !== 'pages') await photographTheTour();
await photographThePages();
await browser.close();

async function photographTheTour() {
  for (const language of Object.keys(KINDS)) {
    for (const width of [1280, 390]) {
      const folder = await folderOf(language, width);
      const looks = (name, page) => page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
      const product = await startDemo();
      try {
        const merchant = product.merchant(KINDS[language]);
        await tour({ browser, product, labels: LANGUAGES[language], merchant, looks, width });
      } finally {
        await product.stop();
      }
      console.log(folder);
    }
  }
}

/** Pages by their addresses, from one shop whose people have done a few things. */
async function photographThePages() {
  const product = await startDemo();
  try {
    const merchant = product.merchant('logistics');
    const shop = await Shop.opens({ browser, product, merchant, labels: LANGUAGES.ja });
    const { clerk } = await shop.clerkAtWork();
    const { admin } = shop;
    const user = await admin.page.evaluate(async () => {
      const page = await (await fetch('/console/users')).text();
      return page.match(/\/console\/users\/[0-9a-f-]{36}/)[0];
    });
    await admin.opens('/console/users/import');
    await admin.page.getByLabel('CSVファイル', { exact: true }).setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(LIST) });
    await admin.hands.presses(LANGUAGES.ja.check);
    await admin.sees('CSV取込(確認)');
    const list = admin.whereabouts;
    await photograph(admin, [['import', '/console/users/import'], ['import-check', list]]);
    await admin.opens(list);
    await admin.hands.presses(LANGUAGES.ja.confirm);
    await admin.sees('CSV取込(完了)');
    await photograph(admin, [
      ['import-done', list], ['users', '/console/users'], ['users-none', '/console/users?search=nobody'],
      ['user', user], ['user-delete', `${user}/delete`], ['user-paper', `${user}/handout`],
      ['activity', '/console/activity'], ['admin-menu', '/console/menu'], ['admin-me', '/console/me'],
    ]);
    await photograph(clerk, [
      ['menu', '/console/menu'], ['me', '/console/me'], ['sessions', '/console/sessions'],
      ['logins', '/console/logins'], ['password', '/console/password'], ['forbidden', '/console/users'],
      ['help', '/help'], ['help-faq', '/help/faq'], ['mail-login', `${merchant.loginUrl}/mail`],
      ['operator', '/operator'], ['letters', '/demo/letters'],
    ]);
  } finally {
    await product.stop();
  }
}

async function photograph(person, pages) {
  for (const language of ['en', 'ja']) {
    for (const [name, address] of pages) {
      const there = new URL(address, person.baseUrl);
      there.searchParams.set('lang', language);
      await person.opens(there.href);
      for (const width of WIDTHS) {
        await person.page.setViewportSize({ width, height: 900 });
        const folder = await folderOf(language, width);
        await person.page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
      }
    }
  }
}

async function folderOf(language, width) {
  const folder = path.join(out, `${language}-${width}`);
  await mkdir(folder, { recursive: true });
  return folder;
}
