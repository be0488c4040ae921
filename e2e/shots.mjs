// Takes a picture of every page that people meet, 1280, 820 and 390 px wide, in both languages:
// e2e/out/{language}-{width}/{name}.png. For looking at; no test.
//
//   node e2e/shots.mjs          the tour of the first day, then the pages by address
//   node e2e/shots.mjs tour     the tour alone
//   node e2e/shots.mjs pages    the pages by address alone

import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from './harness/browser.mjs';
import { LANGUAGES, PASSWORDS, scansTheQr } from './harness/journey.mjs';
import { Person } from './harness/person.mjs';
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

const part = process.argv[2];
if (!part) await rm(out, { recursive: true, force: true });
const browser = await launch();
if (part !== 'pages') await photographTheTour();
if (part !== 'tour') await photographThePages();
await browser.close();

async function photographTheTour() {
  for (const language of Object.keys(KINDS)) {
    const product = await startDemo();
    try {
      const merchant = product.merchant(KINDS[language]);
      const looks = (name, page) => inAllWidths(page, language, name);
      await tour({ browser, product, labels: LANGUAGES[language], merchant, looks });
    } finally {
      await product.stop();
    }
    console.log(`the tour in ${language}`);
  }
}

/** The pages that a session of the first day owes. */
async function photographWhatIsOwed(shop) {
  const { user, temporary } = await shop.hires();
  const newcomer = await shop.somebody();
  await newcomer.opensLoginPage(shop.merchant.loginUrl);
  await newcomer.logsIn({ merchantCode: shop.merchant.code, userId: user.userId, password: temporary });
  await newcomer.sees(LANGUAGES.ja.passwordChange);
  await photograph(newcomer, [['password-owed', '/console/password']]);
  await newcomer.opens('/console/password?lang=ja');
  await newcomer.changesPassword(PASSWORDS.clerk);
  await newcomer.sees(LANGUAGES.ja.secret);
  await photograph(newcomer, [['secret-owed', '/console/secret']]);
}

/** The pages of customer service, at a merchant whose contact person is about to change. */
async function photographTheDesk(product, merchant) {
  const { operator } = product.demo;
  const labels = LANGUAGES.ja;
  const desk = await Person.sitsDown({ browser, baseUrl: product.baseUrl, labels });
  await desk.opens(operator.login_url);
  await desk.hands.fills(labels.userId, operator.user_id);
  await desk.hands.fills(labels.password, operator.first_password);
  await desk.hands.presses(labels.login);
  await desk.changesPassword('mado9Guchi');
  await desk.pressesIssue();
  const phone = await scansTheQr(desk);
  await desk.finishesRegistration(await phone.freshCode());
  await desk.sees('カスタマーサービスメニュー');
  const at = `/operator/merchants/${merchant.code}`;
  const acts = ['password', 'secret', 'lock', 'contact', 'withdraw', 'suspend', 'reopen', 'close'];
  const before = acts.map((act) => [`desk-act-${act}`, `${at}/${act}`]);
  await photograph(desk, [
    ['desk-menu', '/operator/menu'], ['desk-find', '/operator/merchants'], ['desk-found', `/operator/merchants?code=${merchant.code}`],
    ['desk-merchant', at], ['desk-users', `${at}/users`], ['desk-mails', `${at}/mails`], ['desk-sheet', `${at}/sheet`],
    ['desk-edit', `${at}/edit`], ['desk-new', '/operator/merchants/new'], ['desk-approvals-none', '/operator/approvals'],
    ['desk-notices', '/operator/notices'], ['desk-evidence', '/operator/evidence'], ['desk-audit', '/operator/audit'],
    ['desk-password', '/operator/password'], ...before,
  ]);
  await desk.opens(`${at}/contact?lang=ja`);
  await desk.hands.fills('新しいメールアドレス', 'atarashii@hanaya.example');
  await sureOfIt(desk, labels.confirm);
  await desk.opens(`${at}/password?lang=ja`);
  await photograph(desk, [['desk-act-two', `${at}/password`]]);
  await desk.opens(`${at}/password?lang=ja`);
  await sureOfIt(desk, '承認を依頼する');
  await photograph(desk, [['desk-waits', at], ['desk-approvals', '/operator/approvals']]);
  await desk.closesTheBrowser();
}

async function sureOfIt(desk, button) {
  await desk.hands.chooses('加盟店コードと社名をお聞きし、登録内容と一致することを確認しました。');
  await desk.hands.fills(LANGUAGES.ja.reason, '担当者の交代');
  await desk.hands.presses(button);
  await desk.page.waitForLoadState();
}

/** Pages by their addresses, from one shop whose people have done a few things. */
async function photographThePages() {
  // By a name: passkeys are for names.
  const product = await startDemo([], 'localhost:0');
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
      ['operator', '/operator'], ['letters', '/demo/letters'], ['mails', '/demo/mails'],
      ['passes', '/console/passes'], ['pass-new', '/console/passes/new'], ['passkey-new', '/console/passkeys/new'],
      ['recovery', '/console/recovery'], ['recovery-login', `${merchant.loginUrl}/recovery`],
      ['passkey-login', `${merchant.loginUrl}/passkey`], ['reset', `${merchant.loginUrl}/reset`],
    ]);
    await photographWhatIsOwed(shop);
    await photographTheDesk(product, merchant);
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
      await inAllWidths(person.page, language, name);
    }
  }
}

async function inAllWidths(page, language, name) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const folder = await folderOf(language, width);
    await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

async function folderOf(language, width) {
  const folder = path.join(out, `${language}-${width}`);
  await mkdir(folder, { recursive: true });
  return folder;
}
