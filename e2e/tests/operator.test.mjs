// The way out for an administrator whom nobody in the shop can help, and what two operators change
// without JavaScript.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { launch } from '../harness/browser.mjs';
import { comes, now } from '../harness/clock.mjs';
import {
  LANGUAGES, PASSWORDS, SUBJECTS, scansTheQr, setsUp, step2, temporaryPassword, typesTheSecret,
} from '../harness/journey.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/product.mjs';

const labels = LANGUAGES.ja;
const FIRST_RETRY_MS = 30_000;
let browser;
let product;
before(async () => {
  browser = await launch();
  product = await startServer();
});
after(async () => {
  await browser?.close();
  await product?.stop();
});

const sits = (is = {}) => Person.sitsDown({ browser, baseUrl: product.baseUrl, labels, ...is });

let adminPhone;
test('MAIL-1, MAIL-2: a mail server that says "later" gets the mail later, once', async () => {
  const { merchant, mails } = product;
  const admin = await sits();
  mails.deferNext = 1;
  await admin.opensLoginPage(merchant.loginUrl);
  await admin.requestsReset({ merchantCode: merchant.code, userId: merchant.code });
  for (let waited = 0; mails.seen.deferred === 0 && waited < 30_000; waited += 50) await delay(50);
  assert.equal((await mails.all()).length, 0);
  await comes(now() + FIRST_RETRY_MS + 1_000);
  await admin.opensResetMail(
    await mails.next({ to: merchant.contactMail, subject: SUBJECTS.resetStarted, patienceMs: 90_000 }),
  );
  assert.equal(mails.seen.deferred, 1);
  assert.equal((await mails.all()).length, 1);
  await admin.closesTheBrowser();
});

test('LOCK-3, LOCK-6, OTP-11, RESET-14: customer service gives a locked 管理 without a phone a way back', async () => {
  const { merchant, mails } = product;
  const admin = await sits();
  const login = { merchantCode: merchant.code, userId: merchant.code, password: PASSWORDS.admin };
  const lost = await step2(admin, { merchant, mails, password: PASSWORDS.admin });
  await admin.logsOut();
  for (let tries = 0; tries < 12; tries += 1) {
    await admin.logsIn({ ...login, code: await lost.wrongCode() });
    if (await admin.meetsTheLock()) break;
  }
  await admin.opensLoginPage(merchant.loginUrl);
  await admin.logsIn({ ...login, code: await lost.freshCode() });
  assert.ok(await admin.meetsTheLock());

  await product.operator(
    'reset-admin', '--merchant', merchant.code, '--password', '--one-time-password', '--lock',
    '--reason', '電話で依頼',
  );
  const mail = await mails.next({ to: merchant.contactMail, subject: SUBJECTS.temporary });
  const back = { merchant, userId: merchant.code, takesSecret: scansTheQr };
  await admin.opensLoginPage(merchant.loginUrl);
  adminPhone = await setsUp(admin, {
    ...back, temporary: temporaryPassword(mail), password: PASSWORDS.again,
  });
  await admin.seesAdminMenu();
  await admin.logsOut();
  await admin.logsIn(login);
  await admin.isRefused();
  await admin.logsIn({ ...login, password: PASSWORDS.again, code: await adminPhone.freshCode() });
  await admin.seesAdminMenu();
});

const words = {
  menu: 'カスタマーサービスメニュー', identity: '加盟店コードと社名をお聞きし、登録内容と一致することを確認しました。',
  contact: '新しいメールアドレス', contactRow: 'ご担当者様のメールアドレス', contactWaits: 'それまで、管理ユーザの初期化には別の担当者の承認が必要です。',
  approvals: '承認待ち', notices: 'お知らせとメンテナンス',
};
const desks = [];
let temporary;

/** An operator's account from the command line, and its first day, without JavaScript. */
async function operatorAtWork(userId) {
  const made = JSON.parse(await product.operator(
    'create', '--user-id', userId, '--name', '窓口 担当', '--mail', `${userId}@centre.example`, '--print', '--json',
  ));
  const desk = await sits({ javaScript: false });
  await desk.opens('/operator');
  await desk.hands.fills(labels.userId, userId);
  await desk.hands.fills(labels.password, made.first_password);
  await desk.hands.presses(labels.login);
  await desk.changesPassword('mado9Guchi');
  await desk.pressesIssue();
  const phone = await typesTheSecret(desk);
  await desk.finishesRegistration(await phone.freshCode());
  await desk.sees(words.menu);
  return desk;
}

/** An act on the merchant's page, through its question. */
async function acts(desk, { row, open, ask, press, answer, fills = async () => {} }) {
  await desk.opens(`/operator/merchants/${product.merchant.code}`);
  await desk.pressesInRow(row, open);
  await desk.sees(ask);
  await fills();
  await desk.hands.chooses(words.identity);
  await desk.hands.fills(labels.reason, '電話で依頼');
  await desk.hands.presses(press);
  await desk.reads(answer);
}

const changesContact = (desk, mail) => acts(desk, {
  row: words.contactRow, open: '変更', ask: 'ご担当者様のメールアドレスを変更しますか。', press: labels.confirm,
  answer: 'メールアドレスの変更を受け付けました。', fills: () => desk.hands.fills(words.contact, mail),
});
const withdrawsContact = (desk) => acts(desk, {
  row: '変更の取り消し', open: '取り消す', ask: 'メールアドレスの変更を取り消しますか。', press: labels.confirm,
  answer: 'メールアドレスの変更を取り消しました。',
});
const asksForPassword = (desk) => acts(desk, {
  row: labels.rowPassword, open: labels.resetButton, ask: '管理ユーザのパスワードを初期化しますか。', press: '承認を依頼する',
  answer: '別の担当者へ承認を依頼しました。',
});

async function answers(desk, button, answer) {
  await desk.opens('/operator/approvals');
  await desk.sees(words.approvals);
  await desk.hands.presses(button);
  await desk.reads(answer);
}

test('CS-7: without JavaScript: a contact address is changed and taken back, and a second operator consents or does not', async () => {
  const { merchant, mails } = product;
  for (const userId of ['mado01', 'mado02']) desks.push(await operatorAtWork(userId));
  const [desk, colleague] = desks;
  await changesContact(desk, 'atarashii@shop.example');
  await desk.reads(words.contactWaits);
  await mails.next({ to: merchant.contactMail, subject: ['ご担当者様メールアドレス変更のお知らせ'] });
  await withdrawsContact(desk);
  assert.equal(await desk.page.getByText(words.contactWaits).count(), 0);

  await changesContact(desk, 'betsu@shop.example');
  await asksForPassword(desk);
  await answers(colleague, '却下', '却下しました。');
  await asksForPassword(desk);
  await desk.opens('/operator/approvals');
  assert.equal(await desk.page.getByRole('button', { name: '承認', exact: true }).count(), 0, 'not one’s own');
  const before = (await mails.all()).length;
  await answers(colleague, '承認', '承認し、手続きを行いました。');
  temporary = temporaryPassword(await mails.next({ to: merchant.contactMail, subject: SUBJECTS.temporary }));
  assert.ok((await mails.all()).length > before);
});

test('CS-7, SCR-16: without JavaScript: notices and maintenance are set and withdrawn', async () => {
  const [desk] = desks;
  const guest = await sits({ javaScript: false });
  // The fields take a time of the clock on the wall in Tokyo.
  const wall = (minutes) => new Date(now() + (9 * 60 + minutes) * 60_000).toISOString().slice(0, 16);
  for (const [kind, ja, isShown, isGone] of [
    ['お知らせ', '年末年始も休まず営業します。', () => guest.reads('年末年始も休まず営業します。'),
      () => guest.doesNotRead('年末年始も休まず営業します。')],
    ['メンテナンス', '機器を取り替えています。', () => guest.reads('ただいまメンテナンス中です'), () => guest.page.getByLabel(labels.userId, { exact: true }).waitFor()],
  ]) {
    await desk.opens('/operator/notices');
    await desk.sees(words.notices);
    await desk.hands.chooses(kind);
    await desk.hands.fills('日本語の文', ja);
    await desk.hands.fills('英語の文', 'Words for everybody.');
    await desk.hands.fills('開始', wall(-1));
    await desk.hands.fills('終了', wall(60));
    await desk.hands.presses(labels.confirm);
    await desk.reads('登録しました。');
    await guest.opens(product.merchant.loginUrl);
    await isShown();
    await desk.hands.presses('取り消す');
    await desk.reads('取り消しました。');
    await guest.opens(product.merchant.loginUrl);
    await isGone();
  }
});

test('CS-7: without JavaScript: a merchant is suspended, opened again and closed', async () => {
  const [desk] = desks;
  const { merchant } = product;
  const admin = await sits({ javaScript: false });
  await admin.opensLoginPage(merchant.loginUrl);
  const comesIn = async (password) => admin.logsIn({
    merchantCode: merchant.code, userId: merchant.code, password, code: await adminPhone.freshCode(),
  });
  const does = (row, open, ask, answer) => acts(desk, { row, open, ask, press: labels.confirm, answer });
  await does('利用停止', '停止する', 'この加盟店の利用を停止しますか。', '利用を停止しました。');
  await comesIn(temporary);
  await admin.isRefused();
  await does('利用再開', '再開する', 'この加盟店の利用を再開しますか。', '利用を再開しました。');
  await comesIn(temporary);
  await admin.changesPassword('kaiten3Mise');
  await admin.seesAdminMenu();
  await does('解約', '解約する', 'この加盟店を解約しますか。', '解約しました。');
  await admin.opens('/console/menu');
  await admin.sees(labels.login);
  await comesIn('kaiten3Mise');
  await admin.isRefused();
});
