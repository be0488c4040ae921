// Customer service at its desk: log-in, the telephone call of a locked administrator, a change of
// the contact person's address, a new merchant.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { launch } from '../harness/browser.mjs';
import { axeFindsNothing, fitsANarrowScreen } from '../harness/eyes.mjs';
import { LANGUAGES, PASSWORDS, SUBJECTS, scansTheQr, temporaryPassword } from '../harness/journey.mjs';
import { Person } from '../harness/person.mjs';
import { startDemo } from '../harness/product.mjs';
import { Shop } from '../harness/shop.mjs';

const OPERATOR_PASSWORD = 'mado9Guchi';
const words = {
  menu: 'カスタマーサービスメニュー',
  find: '加盟店検索',
  search: '検索',
  company: '社名',
  identity: '加盟店コードと社名をお聞きし、登録内容と一致することを確認しました。',
  mailStatus: '送信状況',
  printSheet: '登録完了書を印刷',
  sheet: '登録完了書',
  users: '一般・出荷ユーザ',
  approvals: '承認待ち',
  evidence: '設定と証跡',
};
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

/** Looks at every page once: axe-core, a narrow screen, a picture if wanted. */
function watcher() {
  const seen = new Set();
  const folder = process.env.PICTURES;
  return async (name, page) => {
    if (seen.has(name)) return;
    seen.add(name);
    if (folder) {
      await mkdir(folder, { recursive: true });
      for (const width of [1280, 820, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true });
      }
      await page.setViewportSize({ width: 1280, height: 720 });
    }
    await axeFindsNothing(page, name);
    await fitsANarrowScreen(page, name);
  };
}

async function logsIn(person, { password, code = '' }) {
  await person.hands.fills(labels.userId, product.demo.operator.user_id);
  await person.hands.fills(labels.password, password);
  await person.hands.fills(labels.code, code);
  await person.hands.presses(labels.login);
}

async function firstDay(person) {
  await person.opens(product.demo.operator.login_url);
  await person.sees(labels.login, 'operator-login');
  assert.equal(await person.page.getByLabel(labels.merchantCode, { exact: true }).count(), 0);
  await logsIn(person, { password: product.demo.operator.first_password });
  await person.changesPassword(OPERATOR_PASSWORD);
  await person.pressesIssue();
  const phone = await scansTheQr(person);
  await person.finishesRegistration(await phone.freshCode());
  await person.sees(words.menu, 'operator-menu');
  return phone;
}

async function findsMerchant(person, merchant) {
  await person.opens('/operator/menu');
  await person.hands.follows(words.find);
  await person.sees(words.find, 'find');
  await person.hands.fills(labels.merchantCode, merchant.code);
  await person.hands.presses(words.search);
  await person.sees(words.find, 'found');
  await person.hands.follows(merchant.code);
  await person.sees(merchant.company, 'merchant');
}

async function confirms(person, button, question) {
  await person.sees(question);
  await person.hands.presses(button);
  await person.page.getByRole('alert').waitFor();
  await person.looks('act-refused', person.page);
  await person.hands.chooses(words.identity);
  await person.hands.fills(labels.reason, '電話で依頼');
  await person.hands.presses(button);
}

let phone;
test('CS-6, SCR-16: an operator logs in at the own entrance, with an own code', async () => {
  const person = await Person.sitsDown({
    browser, baseUrl: product.baseUrl, labels, looks: watcher(),
  });
  phone = await firstDay(person);
  await person.hands.presses(labels.logout);
  await person.sees(labels.login);
  assert.equal(person.whereabouts, '/operator');
  await logsIn(person, { password: OPERATOR_PASSWORD });
  await person.isRefused();
  await logsIn(person, { password: OPERATOR_PASSWORD, code: await phone.freshCode() });
  await person.sees(words.menu);
  await person.hands.follows(new RegExp(`^${words.evidence}`));
  await person.sees(words.evidence, 'evidence');
  await person.opens('/console/menu');
  await person.sees(words.menu);
  await person.closesTheBrowser();
});

test('CS-1..3, CS-7, LOCK-3, LOCK-4: the telephone call of a locked administrator, and a new contact address', async () => {
  const merchant = product.merchant('logistics');
  const shop = await Shop.opens({ browser, product, labels, merchant });
  const { user } = await shop.hires();
  await shop.admin.logsOut();
  const stranger = await shop.somebody();
  for (const userId of [merchant.code, user.userId]) {
    await stranger.opensLoginPage(merchant.loginUrl);
    for (let tries = 0; tries < 8; tries += 1) {
      await stranger.logsIn({ merchantCode: merchant.code, userId, password: 'chigau1Wa' });
      if (await stranger.meetsTheLock()) break;
    }
  }
  const desk = await Person.sitsDown({
    browser, baseUrl: product.baseUrl, labels, looks: watcher(),
  });
  await desk.opens('/operator');
  await logsIn(desk, { password: OPERATOR_PASSWORD, code: await phone.freshCode() });
  await desk.sees(words.menu);
  await findsMerchant(desk, merchant);
  await desk.reads('外部からの入力を制限中');
  await desk.reads('接続元 1か所');

  await desk.hands.follows(words.users);
  await desk.sees(words.users, 'merchant-users');
  await desk.reads('ロック中');
  await desk.reads('加盟店の管理ユーザが行います');
  assert.equal(await desk.page.getByRole('main').getByRole('button').count(), 0);

  await desk.opens(`/operator/merchants/${merchant.code}`);
  await desk.pressesInRow(labels.rowLock, labels.release);
  await confirms(desk, labels.confirm, '管理ユーザのロックを解除しますか。');
  await desk.sees(merchant.company);
  await desk.reads(labels.lockWasReleased);
  await shop.mails.next({ to: merchant.contactMail, subject: ['ロック解除のお知らせ'] });

  await shop.admin.opensLoginPage(merchant.loginUrl);
  await shop.admin.logsIn({
    merchantCode: merchant.code, userId: merchant.code, password: PASSWORDS.admin,
    code: await shop.adminPhone.freshCode(),
  });
  await shop.admin.seesAdminMenu();

  await desk.hands.follows(words.mailStatus);
  await desk.sees(words.mailStatus, 'mails');
  await desk.reads('ロック解除のお知らせ');
  assert.equal(await desk.page.getByText(merchant.contactMail).count(), 0, 'addresses are masked');

  await desk.opens(`/operator/merchants/${merchant.code}`);
  await desk.hands.follows(words.printSheet);
  await desk.sees(words.sheet, 'sheet');
  await desk.reads(merchant.loginUrl);

  await desk.opens(`/operator/merchants/${merchant.code}/contact`);
  await desk.hands.fills('新しいメールアドレス', 'atarashii@hanaya.example');
  await desk.hands.chooses(words.identity);
  await desk.hands.fills(labels.reason, '担当者の交代');
  await desk.hands.presses(labels.confirm);
  await desk.sees(merchant.company, 'contact-waits');
  await shop.mails.next({
    to: merchant.contactMail, subject: ['ご担当者様メールアドレス変更のお知らせ'],
  });
  await desk.pressesInRow(labels.rowPassword, labels.resetButton);
  await desk.sees('管理ユーザのパスワードを初期化しますか。', 'takes-two');
  await desk.hands.chooses(words.identity);
  await desk.hands.fills(labels.reason, '電話で依頼');
  await desk.hands.presses('承認を依頼する');
  await desk.reads('別の担当者へ承認を依頼しました');
  await desk.opens('/operator/approvals');
  await desk.sees(words.approvals, 'approvals');
  assert.equal(await desk.page.getByRole('button', { name: '承認', exact: true }).count(), 0);
  await desk.hands.presses('却下');
  await desk.reads('却下しました。');
  await desk.closesTheBrowser();
});

test('CS-1, CS-7, TAB-2: without JavaScript: an administrator gets a new password, a merchant is changed and set up', async () => {
  const merchant = product.merchant('non_logistics');
  const desk = await Person.sitsDown({
    browser, baseUrl: product.baseUrl, labels, javaScript: false,
  });
  await desk.opens('/operator');
  await logsIn(desk, { password: OPERATOR_PASSWORD, code: await phone.freshCode() });
  await desk.sees(words.menu);
  await findsMerchant(desk, merchant);
  await desk.pressesInRow(labels.rowPassword, labels.resetButton);
  await desk.hands.chooses(words.identity);
  await desk.hands.fills(labels.reason, '電話で依頼');
  await desk.hands.presses(labels.confirm);
  await desk.reads(labels.passwordWasReset);
  const mail = await product.mails.next({ to: merchant.contactMail, subject: SUBJECTS.temporary });
  assert.ok(temporaryPassword(mail).length >= 12);

  await desk.opens(`/operator/merchants/${merchant.code}/edit`);
  await desk.hands.fills(words.company, '');
  await desk.hands.presses(labels.confirm);
  await desk.reads('社名は60字以内で入力してください。');
  await desk.hands.fills(words.company, '例題塾');
  await desk.hands.chooses('タブレット決済の契約あり');
  await desk.hands.fills(labels.reason, '申込書のとおり');
  await desk.hands.presses(labels.confirm);
  await desk.sees('例題塾');
  await desk.reads('変更しました。');

  await desk.opens('/operator/merchants/new');
  await desk.hands.fills(labels.merchantCode, '100000077');
  await desk.hands.fills(words.company, '新しい店');
  await desk.hands.fills(labels.accessKey, '1000077');
  await desk.hands.fills('管理ユーザのユーザ名', '店主 一郎');
  await desk.hands.chooses('この次の画面に一度だけ表示する');
  await desk.hands.fills(labels.reason, '申込書のとおり');
  await desk.hands.presses(labels.confirm);
  await desk.sees('加盟店を登録しました');
  await desk.reads('1000077');
  await desk.closesTheBrowser();
});
