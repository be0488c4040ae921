// Log-in with a code by mail, by its labels, with a mouse and without scripts.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../harness/browser.mjs';
import { axeFindsNothing, fitsANarrowScreen } from '../harness/eyes.mjs';
import { LANGUAGES, PASSWORDS } from '../harness/journey.mjs';
import { startDemo } from '../harness/product.mjs';
import { Shop } from '../harness/shop.mjs';

const labels = LANGUAGES.ja;
const SUBJECT = 'ワンタイムパスワードのご連絡';
let browser;
let product;
let shop;
let clerk;
before(async () => {
  browser = await launch();
  product = await startDemo();
  shop = await Shop.opens({ browser, product, labels, merchant: product.merchant('logistics') });
  clerk = await shop.clerkAtWork();
});
after(async () => {
  await browser?.close();
  await product?.stop();
});

async function asks(person, { password = PASSWORDS.clerk, userId = clerk.user.userId } = {}) {
  await person.opensLoginPage(shop.merchant.loginUrl);
  await person.hands.follows('メールで受け取る方はこちら');
  await person.sees(labels.login);
  await person.reads('アプリをお使いの方はこちら');
  await person.hands.fills(labels.merchantCode, shop.merchant.code);
  await person.hands.fills(labels.userId, userId);
  await person.hands.fills(labels.password, password);
  await person.hands.presses(labels.login);
  await person.page.getByLabel(labels.code, { exact: true }).waitFor();
}

async function mailedCode() {
  const mail = await shop.mails.next({ to: clerk.user.mail, subject: SUBJECT });
  return mail.text.match(/^\s*(\d{6})\s*$/m)[1];
}

test('LOGIN-19, MAIL-5, SCR-2: password, then the mailed code, then the menu', async () => {
  const person = await shop.somebody();
  await asks(person);
  await axeFindsNothing(person.page, 'mail-code');
  await person.page.getByRole('button', { name: /^再送する \(あと\d+秒\)$/ }).waitFor();
  const code = await mailedCode();
  await person.hands.fills(labels.code, code);
  await person.hands.presses(labels.login);
  await person.seesMenu();
  await person.closesTheBrowser();
});

test('LOGIN-15, LOGIN-19: a wrong password leads to the same page, and no mail goes out', async () => {
  const [right, wrong] = [await shop.somebody(), await shop.somebody()];
  await asks(right);
  await asks(wrong, { password: 'chigau1Wa' });
  const said = async (person) => (await person.page.getByRole('main').innerText()).replace(/\d+秒/, '…');
  assert.equal(await said(right), await said(wrong));
  for (const person of [right, wrong]) {
    await person.hands.fills(labels.code, '000000');
    await person.hands.presses(labels.login);
    await person.isRefused();
  }
  assert.equal(await said(right), await said(wrong));
  const code = await mailedCode();
  await right.hands.fills(labels.code, code);
  await right.hands.presses(labels.login);
  await right.seesMenu();
  await right.closesTheBrowser();
  await wrong.closesTheBrowser();
});

test('LOGIN-19: without scripts, and on a narrow screen', async () => {
  const person = await shop.somebody({ javaScript: false });
  await asks(person);
  const code = await mailedCode();
  await person.hands.fills(labels.code, code);
  await person.hands.presses(labels.login);
  await person.seesMenu();
  await person.closesTheBrowser();
  const narrow = await shop.somebody({ width: 390 });
  await narrow.opens(`${shop.merchant.loginUrl}/mail`);
  await fitsANarrowScreen(narrow.page, 'mail-login');
  await axeFindsNothing(narrow.page, 'mail-login');
  await narrow.closesTheBrowser();
});
