// What people see and change of themselves: name, address, password, devices, log-ins, record.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../harness/browser.mjs';
import { axeFindsNothing, fitsANarrowScreen, saysWhatItIs, tabReachesEverything } from '../harness/eyes.mjs';
import { Keyboard } from '../harness/hands.mjs';
import { LANGUAGES, PASSWORDS } from '../harness/journey.mjs';
import { startDemo } from '../harness/product.mjs';
import { Shop } from '../harness/shop.mjs';

const labels = LANGUAGES.ja;
const DETAILS = 'ユーザ情報変更';
const ADDRESS_MAIL = 'メールアドレス変更のご連絡';
let browser;
let product;
let shop;
let hired;
before(async () => {
  browser = await launch();
  product = await startDemo();
  shop = await Shop.opens({ browser, product, labels, merchant: product.merchant('logistics') });
  hired = await shop.clerkAtWork();
});
after(async () => {
  await browser?.close();
  await product?.stop();
});

/** The clerk's session in another window. */
async function sameClerk(habits = {}) {
  const person = await shop.somebody(habits);
  await person.context.addCookies(await hired.clerk.context.cookies());
  return person;
}

/** The clerk logs in at another device with all four values. */
async function elsewhere() {
  const person = await shop.somebody();
  await person.opensLoginPage(shop.merchant.loginUrl);
  await person.logsIn({ ...hired.login, code: await hired.phone.freshCode() });
  await person.seesMenu();
  return person;
}

async function isGoodForAll(person, path, name) {
  for (const language of ['en', 'ja']) {
    await person.opens(`${path}?lang=${language}`);
    await saysWhatItIs(person.page, name, language);
    await axeFindsNothing(person.page, name);
    await fitsANarrowScreen(person.page, name);
  }
  await tabReachesEverything(person.page, name);
}

test('SCR-14, USER-19: the own name, by mouse, by keyboard and without JavaScript; nothing else is offered', async () => {
  const { clerk } = hired;
  await isGoodForAll(clerk, '/console/me', 'own details');
  for (const label of [labels.general, labels.shipping, labels.byMail]) {
    assert.equal(await clerk.page.getByLabel(label, { exact: true }).count(), 0, label);
  }
  for (const [habits, name] of [[{}, '改名 一'], [{ hands: Keyboard }, '改名 二'], [{ javaScript: false }, '改名 三']]) {
    const person = await sameClerk(habits);
    await person.opens('/console');
    await person.hands.follows(DETAILS);
    await person.sees(DETAILS);
    await person.hands.fills(labels.userName, name);
    await person.hands.presses(labels.confirm);
    await person.reads('変更しました。');
    await person.page.getByRole('banner').getByText(name).waitFor();
    await person.closesTheBrowser();
  }
});

test('GAP-10, USER-19: a new address takes effect by the link in the mail to it, and the old one hears of it', async () => {
  const { user } = hired;
  const old = user.mail;
  const next = 'atarashii@shop.example';
  const person = await sameClerk({ javaScript: false });
  await person.opens('/console/me');
  await person.hands.fills(labels.mail, next);
  await person.hands.presses(labels.confirm);
  await person.reads(`${next}に確認のメールをお送りしました。`);
  const asked = await shop.mails.next({ to: next, subject: ADDRESS_MAIL });
  await person.opens(asked.address(/\/mail-address\//));
  await person.sees('メールアドレス変更');
  await person.hands.presses('メールアドレスを変更する');
  await person.reads('メールアドレスを変更しました。');
  await shop.mails.next({ to: old, subject: ADDRESS_MAIL });
  await person.opens('/console/me');
  assert.equal(await person.page.getByLabel(labels.mail, { exact: true }).inputValue(), next);
  await person.opens(asked.address(/\/mail-address\//));
  await person.reads('このURLは使えません。');
  await person.closesTheBrowser();
});

test('ASVS 7.4.5: signed-in devices are listed, one is logged out, then all others', async () => {
  const { clerk } = hired;
  const [one, two] = [await elsewhere(), await elsewhere()];
  await isGoodForAll(clerk, '/console/sessions', 'sessions');
  await clerk.reads('この端末');
  const lines = clerk.page.getByRole('rowgroup').nth(1).getByRole('row');
  assert.equal(await lines.count(), 3);
  for (const line of await lines.all()) {
    const told = await line.innerText();
    assert.match(told, /Chrome \/ Linux/, 'the device in plain words');
    assert.match(told, /127\.0\.0\.\S+/, 'the network');
  }
  const buttons = clerk.page.getByRole('button', { name: 'ログアウトさせる', exact: true });
  assert.equal(await buttons.count(), 2);
  await buttons.first().click();
  await clerk.reads('ログアウトさせました。');
  assert.equal(await buttons.count(), 1);
  await clerk.hands.presses('この端末以外をログアウト');
  await clerk.reads('ログアウトさせました。');
  assert.equal(await buttons.count(), 0);
  for (const person of [one, two]) {
    await person.opens('/console/menu');
    await person.sees(labels.login);
    await person.closesTheBrowser();
  }
  await clerk.opens('/console');
  await clerk.seesMenu();
});

test('ASVS 7.4.5: a device is logged out without JavaScript, all others with the keyboard alone', async () => {
  for (const [habits, button] of [[{ javaScript: false }, 'ログアウトさせる'], [{ hands: Keyboard }, 'この端末以外をログアウト']]) {
    const other = await elsewhere();
    const person = await sameClerk(habits);
    await person.opens('/console/sessions');
    await person.hands.presses(button);
    await person.reads('ログアウトさせました。');
    await person.closesTheBrowser();
    await other.opens('/console/menu');
    await other.sees(labels.login);
    await other.closesTheBrowser();
  }
});

test('PWD-10: the own password is changed without JavaScript, then with the keyboard alone', async () => {
  const { clerk, login } = hired;
  for (const [habits, password] of [[{ javaScript: false }, 'shizuka3Kado'], [{ hands: Keyboard }, 'kenban4Yubi']]) {
    const person = await sameClerk(habits);
    await person.opens('/console');
    await person.hands.follows(labels.ownPassword);
    await person.changesPassword(password, { current: login.password });
    await person.reads('パスワードを変更しました。');
    login.password = password;
    await clerk.context.addCookies(await person.context.cookies());
    await person.closesTheBrowser();
  }
});

test('PWD-10: the own password is changed from the menu, and the other devices are logged out', async () => {
  const { clerk, login } = hired;
  const other = await elsewhere();
  await clerk.opens('/console');
  await clerk.hands.follows(labels.ownPassword);
  await axeFindsNothing(clerk.page, 'own password');
  await clerk.changesPassword(PASSWORDS.again, { current: login.password });
  await clerk.reads('パスワードを変更しました。');
  login.password = PASSWORDS.again;
  await other.opens('/console/menu');
  await other.sees(labels.login);
  await other.closesTheBrowser();
});

test('ASVS 7.5.2, CS-6: log-in history and the record of the merchant tell what was done', async () => {
  const { clerk, user, login } = hired;
  const wrong = await shop.somebody();
  await wrong.opensLoginPage(shop.merchant.loginUrl);
  await wrong.logsIn({ ...login, password: 'chigau1Wa', code: '000000' });
  await wrong.isRefused();
  await wrong.closesTheBrowser();
  await clerk.opens('/console');
  await clerk.hands.follows('ログイン履歴');
  await clerk.sees('ログイン履歴');
  await clerk.reads('パスワードの間違い');
  await clerk.reads('アプリの番号');
  await isGoodForAll(clerk, '/console/logins', 'log-ins');
  const { admin } = shop;
  await admin.opens('/console');
  await admin.hands.follows('操作履歴');
  await admin.sees('操作履歴');
  for (const act of ['パスワードの変更', '自分のユーザ名の変更', '自分のメールアドレスの変更', 'ユーザの登録', '秘密鍵の登録']) {
    await admin.reads(act);
  }
  await admin.doesNotRead('その他の操作');
  await admin.reads(user.userId);
  await isGoodForAll(admin, '/console/activity', 'activity');
  assert.equal((await clerk.page.goto(`${product.baseUrl}/console/activity`)).status(), 403);
});

test('GAP-10: 管理 changes the own name, and whoever is the same person has it too', async () => {
  const { admin } = shop;
  await admin.opens('/console');
  await admin.registersUser({ userId: 'onaji01', type: 'general', samePerson: true });
  await admin.opens('/console/me');
  await admin.hands.fills(labels.userName, '新任 管理');
  await admin.hands.presses(labels.confirm);
  await admin.reads('変更しました。');
  await admin.opens('/console/users');
  await admin.reads('新任 管理');
  assert.equal(await admin.page.getByRole('row').filter({ hasText: 'onaji01' }).filter({ hasText: '新任 管理' }).count(), 1);
});
