// The administrator looks after users: changes, deletes, sends again, prints, finds, imports.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../harness/browser.mjs';
import { axeFindsNothing, fitsANarrowScreen, saysWhatItIs, tabReachesEverything } from '../harness/eyes.mjs';
import { Keyboard } from '../harness/hands.mjs';
import { LANGUAGES, SUBJECTS, temporaryPassword } from '../harness/journey.mjs';
import { startDemo } from '../harness/product.mjs';
import { Shop } from '../harness/shop.mjs';

const labels = LANGUAGES.ja;
const DELETE = '削除';
const ASK_DELETE = 'このユーザを削除しますか。';
const DELETED = 'ユーザを削除しました。';
let browser;
let product;
let shop;
before(async () => {
  browser = await launch();
  product = await startDemo();
  shop = await Shop.opens({ browser, product, labels, merchant: product.merchant('logistics') });
});
after(async () => {
  await browser?.close();
  await product?.stop();
});

/** The administrator's session in another window: other hands, no scripts, another language. */
async function sameAdmin({ language = 'ja', ...habits } = {}) {
  const person = await shop.somebody({ labels: LANGUAGES[language], ...habits });
  await person.context.addCookies(await shop.admin.context.cookies());
  return person;
}

const rows = (person) => person.page.getByRole('rowgroup').nth(1).getByRole('row');
const rowOf = (person, userId) =>
  person.page.getByRole('row').filter({ has: person.page.getByText(userId, { exact: true }) });

async function opensUser(person, userId) {
  await person.opens('/console/users');
  await person.editsUser(userId);
}

/** The page for people with other eyes and hands, in both languages. */
async function isGoodForAll(person, name) {
  const address = person.page.url();
  for (const language of ['en', 'ja']) {
    const there = new URL(address);
    there.searchParams.set('lang', language);
    await person.opens(there.href);
    await saysWhatItIs(person.page, name, language);
    await axeFindsNothing(person.page, name);
    await fitsANarrowScreen(person.page, name);
  }
  await tabReachesEverything(person.page, name);
}

test('USER-15, USER-4, USER-6..7: a change in three steps, with its reason in the record', async () => {
  const { admin } = shop;
  const { user } = await shop.hires({ byMail: false });
  await opensUser(admin, user.userId);
  await isGoodForAll(admin, 'user-edit');
  await admin.hands.fills(labels.userName, '改名 太郎');
  await admin.hands.chooses(labels.shipping);
  await admin.hands.presses(labels.check);
  await admin.reads('内容をご確認の上、「確定」を押下してください。');
  await admin.reads('このユーザがログイン中の端末は、ログアウトされます。');
  await axeFindsNothing(admin.page, 'user-change');
  await fitsANarrowScreen(admin.page, 'user-change');
  await admin.hands.presses(labels.back);
  await admin.sees(labels.userEdit);
  assert.equal(await admin.page.getByLabel(labels.userName, { exact: true }).inputValue(), '改名 太郎');
  await admin.hands.presses(labels.check);
  await admin.hands.fills(labels.reason, '結婚のため');
  await admin.hands.presses(labels.confirm);
  await admin.sees(labels.userEdit);
  await admin.reads('変更しました。');
  await admin.opens('/console/users');
  await admin.reads('改名 太郎');
  await admin.opens('/console/activity');
  await admin.reads('結婚のため');
  await admin.reads('ユーザの変更');
});

test('USER-16: 削除 asks in a dialog, キャンセル changes nothing, 確定 deletes, and the ID can be used again', async () => {
  const { admin } = shop;
  const { user } = await shop.hires();
  await opensUser(admin, user.userId);
  const dialog = admin.page.getByRole('dialog', { name: ASK_DELETE, exact: true });
  await admin.hands.presses(DELETE);
  await dialog.waitFor();
  await axeFindsNothing(admin.page, 'ask-delete in a dialog');
  await dialog.getByRole('link', { name: labels.cancel, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  const focused = await admin.page.evaluate(() => document.activeElement.textContent);
  assert.equal(focused, DELETE, 'the focus goes back to the button');
  await admin.hands.presses(DELETE);
  await dialog.waitFor();
  await admin.page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await admin.hands.presses(DELETE);
  await admin.hands.fills(labels.reason, '退職');
  await admin.hands.presses(labels.confirm);
  await admin.sees(labels.users);
  await admin.reads(DELETED);
  assert.equal(await rowOf(admin, user.userId).count(), 0);
  await admin.startsNewUser();
  await admin.entersUser({ ...user, name: '二代目 花子' });
  await admin.confirmsUser();
});

test('USER-15, USER-16: change and deletion without JavaScript', async () => {
  const { user } = await shop.hires();
  const person = await sameAdmin({ javaScript: false });
  await opensUser(person, user.userId);
  await person.hands.fills(labels.userName, '静かな 人');
  await person.hands.presses(labels.check);
  await person.hands.presses(labels.confirm);
  await person.reads('変更しました。');
  await person.hands.presses(DELETE);
  await person.sees(ASK_DELETE);
  await person.hands.presses(labels.confirm);
  await person.sees(labels.users);
  await person.reads(DELETED);
  assert.equal(await rowOf(person, user.userId).count(), 0);
  await person.closesTheBrowser();
});

test('USER-15, USER-16: change and deletion with the keyboard alone', async () => {
  const { user } = await shop.hires();
  const person = await sameAdmin({ hands: Keyboard });
  await opensUser(person, user.userId);
  await person.hands.fills(labels.userName, '鍵盤 花子');
  await person.hands.presses(labels.check);
  await person.reads('内容をご確認の上');
  await person.hands.presses(labels.confirm);
  await person.reads('変更しました。');
  await person.hands.presses(DELETE);
  await person.isAsked(ASK_DELETE);
  await person.hands.presses(labels.confirm);
  await person.sees(labels.users);
  await person.reads(DELETED);
  await person.closesTheBrowser();
});

test('USER-14: 再送 makes a new first password, and the old one ends', async () => {
  const { admin } = shop;
  const { user, temporary } = await shop.hires();
  await admin.opens('/console/users');
  await admin.hands.follows('再送', rowOf(admin, user.userId));
  await admin.sees('初回のメールをもう一度送りますか。');
  await admin.hands.presses(labels.confirm);
  await admin.reads('初回のメールを送りました。');
  const mail = await shop.mails.next({ to: user.mail, subject: SUBJECTS.registered });
  const again = temporaryPassword(mail);
  assert.notEqual(again, temporary);
  const clerk = await shop.somebody();
  await clerk.opensLoginPage(shop.merchant.loginUrl);
  await clerk.logsIn({ merchantCode: shop.merchant.code, userId: user.userId, password: temporary });
  await clerk.isRefused();
  await clerk.logsIn({ merchantCode: shop.merchant.code, userId: user.userId, password: again });
  await clerk.sees(labels.passwordChange);
  await clerk.closesTheBrowser();
});

test('USER-15, USER-16, RESET-8: the check, the question and the paper in English are good for all', async () => {
  const words = LANGUAGES.en;
  const person = await sameAdmin({ language: 'en' });
  await person.opens('/console/users/new?lang=en');
  await person.entersUser({ userId: 'paper01', name: 'Taro Paper', mail: '', type: 'general', byMail: false });
  await axeFindsNothing(person.page, 'user check in English');
  await person.confirmsUser();
  await axeFindsNothing(person.page, 'user done in English');
  await opensUser(person, 'paper01');
  await person.hands.fills(words.userName, 'Taro Renamed');
  await person.hands.presses(words.check);
  await person.reads('Renamed');
  await person.page.getByRole('button', { name: words.confirm, exact: true }).waitFor();
  await saysWhatItIs(person.page, 'user-change in English', 'en');
  await axeFindsNothing(person.page, 'user-change in English');
  await fitsANarrowScreen(person.page, 'user-change in English');
  await opensUser(person, 'paper01');
  const dialog = person.page.getByRole('dialog', { name: 'Delete this user?', exact: true });
  await person.hands.presses('Delete');
  await dialog.waitFor();
  await axeFindsNothing(person.page, 'ask-delete in a dialog in English');
  await tabReachesEverything(person.page, 'ask-delete in a dialog in English');
  await dialog.getByRole('link', { name: words.cancel, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await person.hands.presses('Make a sheet');
  await person.isAsked('Make a sheet to hand over?');
  await person.hands.presses(words.confirm);
  await person.page.locator('code').waitFor();
  await saysWhatItIs(person.page, 'hand-out in English', 'en');
  await axeFindsNothing(person.page, 'hand-out in English');
  await fitsANarrowScreen(person.page, 'hand-out in English');
  await person.closesTheBrowser();
});

test('RESET-8, USER-21: somebody without an address gets a paper, shown once and fit for printing', async () => {
  const { admin } = shop;
  const user = { userId: 'kami01', name: '紙 太郎', mail: '', type: 'general', byMail: false };
  await admin.opens('/console');
  await admin.registersUser(user);
  await opensUser(admin, user.userId);
  await admin.hands.presses('用紙を作成');
  await admin.isAsked('お渡し用の用紙を作成しますか。');
  await admin.hands.presses(labels.confirm);
  await admin.sees('ログインのご案内');
  await axeFindsNothing(admin.page, 'hand-out');
  await fitsANarrowScreen(admin.page, 'hand-out');
  const password = (await admin.page.locator('code').innerText()).trim();
  await admin.page.emulateMedia({ media: 'print' });
  assert.ok(await admin.page.getByText(password, { exact: true }).isVisible());
  assert.ok(!(await admin.page.getByRole('button', { name: labels.logout, exact: true }).isVisible()));
  await admin.page.emulateMedia({ media: 'screen' });
  const clerk = await shop.somebody();
  await clerk.opensLoginPage(shop.merchant.loginUrl);
  await clerk.logsIn({ merchantCode: shop.merchant.code, userId: user.userId, password });
  await clerk.sees(labels.passwordChange);
  await clerk.closesTheBrowser();
});

/** Somebody asks, answers and is told what was done. */
async function does(person, { row, button, question, answer, told }) {
  if (row) await person.pressesInRow(row, button);
  else await person.hands.presses(button);
  await person.isAsked(question);
  await person.hands.presses(answer);
  await person.reads(told);
}

for (const [how, habits] of [['without JavaScript', { javaScript: false }], ['with the keyboard alone', { hands: Keyboard }]]) {
  test(`USER-14, RESET-8, LOCK-2, OTP-8: 再送, the paper, the release of a lock and a new secret ${how}`, async () => {
    const { user, login } = await shop.clerkAtWork();
    const stranger = await shop.somebody();
    await stranger.opensLoginPage(shop.merchant.loginUrl);
    for (let tries = 0; tries < 8; tries += 1) {
      await stranger.logsIn({ ...login, password: `ate${tries}Zuppo` });
      if (await stranger.meetsTheLock()) break;
    }
    await stranger.closesTheBrowser();
    const person = await sameAdmin(habits);
    await opensUser(person, user.userId);
    await does(person, {
      row: labels.rowLock, button: labels.release, question: labels.askRelease, answer: labels.confirm, told: labels.lockWasReleased,
    });
    await does(person, {
      row: labels.rowCode, button: labels.resetButton, question: labels.askCode, answer: labels.ok, told: labels.codeWasReset,
    });
    await shop.mails.next({ to: user.mail, subject: SUBJECTS.secretReset });
    const { user: waiting } = await shop.hires();
    await person.opens('/console/users');
    await person.hands.follows('再送', rowOf(person, waiting.userId));
    await person.isAsked('初回のメールをもう一度送りますか。');
    await person.hands.presses(labels.confirm);
    await person.reads('初回のメールを送りました。');
    await shop.mails.next({ to: waiting.mail, subject: SUBJECTS.registered });
    const paper = { userId: `kami${waiting.userId}`, name: '紙 次郎', mail: '', type: 'general', byMail: false };
    await person.opens('/console');
    await person.registersUser(paper);
    await opensUser(person, paper.userId);
    await does(person, {
      button: '用紙を作成', question: 'お渡し用の用紙を作成しますか。', answer: labels.confirm, told: '仮パスワードの期限',
    });
    await person.closesTheBrowser();
  });
}

const HEADER = 'ユーザ区分,ユーザID,ログイン方法,管理者ユーザと同一,ユーザ名,メールアドレス';

async function brings(person, list, { pastes = false } = {}) {
  await person.opens('/console/users');
  await person.hands.follows('CSV取込');
  await person.sees('CSV取込(入力)');
  if (pastes) {
    await person.hands.fills('表の貼り付け', list);
  } else {
    const file = { name: 'users.csv', mimeType: 'text/csv', buffer: Buffer.from(list) };
    await person.page.getByLabel('CSVファイル', { exact: true }).setInputFiles(file);
  }
  await person.hands.presses(labels.check);
}

test('USER-3, USER-14, USER-22: CSV取込 checks each line, registers the good ones, mails them; then the list is searched, sorted and turned', async () => {
  const { admin } = shop;
  const lines = Array.from({ length: 60 }, (_, n) => {
    const id = String(n).padStart(2, '0');
    return `一般,csv${id},受信する,,取込 ${id}号,csv${id}@shop.example`;
  });
  lines[7] = '一般,csv 07,受信する,,=1+1,csv07@shop.example';
  await admin.opens('/console/users/import');
  await isGoodForAll(admin, 'import');
  await brings(admin, [HEADER, ...lines].join('\r\n'));
  await admin.sees('CSV取込(確認)');
  await admin.reads('59行');
  await admin.reads('ユーザIDは半角英数字20字以内で入力してください。');
  await isGoodForAll(admin, 'import-check');
  await admin.page.getByRole('button', { name: labels.confirm, exact: true }).dblclick();
  await admin.sees('CSV取込(完了)');
  await admin.reads('59人を登録しました。');
  await isGoodForAll(admin, 'import-done');
  const first = await shop.mails.next({ to: 'csv00@shop.example', subject: SUBJECTS.registered });
  assert.ok(temporaryPassword(first).length >= 12);
  const result = await admin.context.request.get(
    new URL(await admin.page.getByRole('link', { name: '結果をCSVでダウンロードする' }).getAttribute('href'), product.baseUrl).href,
  );
  const told = await result.text();
  assert.match(told, /csv 07,受信する,,'=1\+1,csv07@shop\.example,エラー,/);

  await admin.opens('/console/users');
  assert.equal(await rows(admin).count(), 50);
  await admin.hands.follows('次へ');
  await admin.reads('51～');
  await admin.hands.fills('検索', '取込 1');
  await admin.page.getByLabel('並べ替え', { exact: true }).selectOption({ label: 'ユーザ名' });
  await admin.page.getByLabel('状態', { exact: true }).selectOption({ label: '初回ログイン待ち' });
  await admin.hands.presses('検索');
  await admin.reads('全10件');
  const names = await rows(admin).locator('td:nth-child(2)').allInnerTexts();
  assert.deepEqual(names, [...names].sort());
  await axeFindsNothing(admin.page, 'users, searched');
  await fitsANarrowScreen(admin.page, 'users, searched');
  await admin.page.getByLabel('状態', { exact: true }).selectOption({ label: 'ロック中' });
  await admin.hands.presses('検索');
  await admin.reads('条件に合うユーザはいません。');
  await admin.hands.follows('条件を消す');
  assert.equal(await rows(admin).count(), 50);
});

test('USER-3: CSV取込 without JavaScript, from a pasted table; with the keyboard alone', async () => {
  const plain = await sameAdmin({ javaScript: false });
  await brings(plain, `${HEADER}\n一般,hari01,受信しない,,貼付 太郎,hari01@shop.example`.replaceAll(',', '\t'), { pastes: true });
  await plain.sees('CSV取込(確認)');
  await plain.hands.presses(labels.confirm);
  await plain.sees('CSV取込(完了)');
  await plain.closesTheBrowser();
  const keys = await sameAdmin({ hands: Keyboard });
  await keys.opens('/console/users');
  await keys.hands.follows('CSV取込');
  await keys.sees('CSV取込(入力)');
  await keys.page.getByLabel('表の貼り付け', { exact: true }).focus();
  await keys.page.keyboard.insertText(`${HEADER}\n一般,hari02,受信しない,,貼付 次郎,hari02@shop.example`);
  await keys.hands.presses(labels.check);
  await keys.sees('CSV取込(確認)');
  await keys.hands.presses(labels.confirm);
  await keys.sees('CSV取込(完了)');
  await keys.reads('1人を登録しました。');
  await keys.closesTheBrowser();
});
