// Several passes: the question before a change, a second authenticator, recovery codes, and who gets
// in with what afterwards.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../harness/browser.mjs';
import { comes, now } from '../harness/clock.mjs';
import { axeFindsNothing, fitsANarrowScreen, saysWhatItIs, tabReachesEverything } from '../harness/eyes.mjs';
import { Keyboard } from '../harness/hands.mjs';
import { LANGUAGES, PASSWORDS, SUBJECTS, scansTheQr, typesTheSecret } from '../harness/journey.mjs';
import { startServer } from '../harness/product.mjs';
import { Shop } from '../harness/shop.mjs';

/** The least that can be set: after it, the question is asked. */
const ASKED_AGAIN_MS = 61_000;

const ja = {
  ...LANGUAGES.ja,
  passes: '認証アプリの登録', add: '認証アプリを追加する', newPass: '認証アプリの追加', name: '名前',
  added: '認証アプリを追加しました。', rename: '名前を変更', renameTitle: '認証アプリの名前の変更', changed: '変更しました。',
  remove: '登録を削除', removeTitle: '認証アプリの登録の削除', removeIt: '登録を削除する',
  removed: '認証アプリの登録を削除しました。', unnamed: '認証アプリ #1',
  ask: 'ご本人の確認', proceed: '確認して進む', notProven: '確認できませんでした。',
  recovery: 'リカバリーコード', recoveryCode: 'リカバリーコード', toRecovery: 'リカバリーコードの画面へ', make: 'リカバリーコードを発行する',
  codes: '発行されたリカバリーコード', print: 'リカバリーコードを印刷する', kept: '保管しました',
  written: 'リカバリーコードの発行が完了しました。', lost: '番号を表示できない方はこちら', lostTitle: '番号を表示できない方',
  recoveryLogin: 'リカバリーコードでログイン', left3: '使っていないリカバリーコードは、残り3個です。',
};
const en = {
  ...LANGUAGES.en,
  passes: 'Authenticators', add: 'Add an authenticator', newPass: 'Add an authenticator', name: 'Name',
  added: 'The authenticator was added.', rename: 'Rename', renameTitle: 'Rename the authenticator', changed: 'Saved.',
  remove: 'Remove', removeTitle: 'Remove the authenticator', removeIt: 'Remove it',
  removed: 'The authenticator was removed.', unnamed: 'Authenticator #1',
  ask: 'Confirm that it is you', proceed: 'Confirm and continue', notProven: 'This could not be confirmed.',
  recovery: 'Recovery codes', recoveryCode: 'Recovery code', toRecovery: 'To the recovery codes', make: 'Make recovery codes',
  codes: 'Your recovery codes', print: 'Print recovery codes', kept: 'I have kept them',
  written: 'Your recovery codes are ready.', lost: 'Cannot show the number?', lostTitle: 'Cannot show the number?',
  recoveryLogin: 'Log in with a recovery code', left3: '3 unused recovery codes are left.',
};

let browser;
let product;
let shop;
let staff;
before(async () => {
  browser = await launch();
  product = await startServer({ more: '\n[passes]\nask_again_minutes = 1\n' });
  shop = proven(await Shop.opens({ browser, product, labels: LANGUAGES.ja, merchant: product.merchant }));
  staff = [];
  for (let n = 0; n < 4; n += 1) staff.push(proven(await shop.clerkAtWork()));
});
after(async () => {
  await browser?.close();
  await product?.stop();
});

/** Notes that somebody has just shown both factors. */
function proven(somebody) {
  return Object.assign(somebody, { provenAt: now() });
}

/** The time at which the person would be asked. */
async function isAskedAgain({ provenAt }) {
  await comes(provenAt + ASKED_AGAIN_MS);
}

/** A clerk's session in a window with other habits. */
async function sitsWith({ clerk }, { words, ...habits }) {
  const person = await shop.somebody({ labels: words, ...habits });
  await person.context.addCookies(await clerk.context.cookies());
  await person.opens(`/console?lang=${words === en ? 'en' : 'ja'}`);
  return person;
}

/** Back to the clerk's own window, with the session as it is now. */
async function sitsBack({ clerk }, person) {
  await clerk.context.addCookies(await person.context.cookies());
  await person.closesTheBrowser();
}

/** The page as it stands. */
async function isFitToUse(person, name) {
  await saysWhatItIs(person.page, name, person.labels === en ? 'en' : 'ja');
  await axeFindsNothing(person.page, name);
  await fitsANarrowScreen(person.page, name);
  await tabReachesEverything(person.page, name);
}

/** The page by its address, in both languages. */
async function isGoodForAll(person, name) {
  for (const language of ['en', 'ja']) {
    const there = new URL(person.page.url());
    there.searchParams.set('lang', language);
    await person.opens(there.href);
    await saysWhatItIs(person.page, name, language);
    await axeFindsNothing(person.page, name);
    await fitsANarrowScreen(person.page, name);
  }
  await tabReachesEverything(person.page, name);
}

/** Answers the question; `look` sees its page. */
async function provesItself(person, password, code, look = async () => {}) {
  const { labels, hands } = person;
  await person.sees(labels.ask);
  await look('the question');
  await hands.fills(labels.password, password);
  await hands.fills(labels.code, code);
  await hands.presses(labels.proceed);
}

const rowOf = (person, name) => person.page.getByRole('row').filter({ hasText: name });
const isGone = (person) => person.closesTheBrowser();

/** From the menu to a second authenticator with a name; gives its app. */
async function addsAPass(person, clerk, name, { takesSecret = scansTheQr, look } = {}) {
  const { labels, hands } = person;
  const { phone, login } = clerk;
  await isAskedAgain(clerk);
  await person.opens('/console');
  await hands.follows(labels.passes);
  await person.sees(labels.passes);
  await look?.('passes');
  await hands.follows(labels.add);
  await person.sees(labels.newPass);
  await look?.('a new pass');
  await hands.fills(labels.name, name);
  await hands.presses(labels.issue);
  if (look) {
    await provesItself(person, login.password, await phone.wrongCode(), look);
    await person.reads(labels.notProven);
    await look('the question, refused');
  }
  await provesItself(person, login.password, await phone.freshCode());
  proven(clerk);
  await person.page.getByLabel(labels.issuedSecret, { exact: true }).waitFor();
  await look?.('a new pass, issued');
  const second = await takesSecret(person);
  await person.finishesRegistration(await second.freshCode());
  await person.sees(labels.passes);
  await person.reads(labels.added);
  await rowOf(person, name).waitFor();
  await look?.('two passes');
  return second;
}

async function removes(person, name, look) {
  const { labels, hands } = person;
  await person.opens('/console/passes');
  await hands.follows(`${labels.remove} ${name}`);
  await person.sees(labels.removeTitle);
  await look?.('removal of a pass');
  await hands.presses(labels.removeIt);
  await person.sees(labels.passes);
  await person.reads(labels.removed);
  assert.equal(await rowOf(person, name).count(), 0);
}

/** At another device, with all four values. */
async function logsInElsewhere(login, code) {
  const person = await shop.somebody();
  await person.opensLoginPage(shop.merchant.loginUrl);
  await person.logsIn({ ...login, code });
  return person;
}

test('OTP-7, ASVS 7.5.1: a second authenticator after the question, log-in with either, and the old one removed', async () => {
  const clerk = staff[0];
  const person = await sitsWith(clerk, { words: ja });
  const second = await addsAPass(person, clerk, '新しい電話', { look: (name) => isFitToUse(person, name) });
  for (const phone of [clerk.phone, second]) {
    const there = await logsInElsewhere(clerk.login, await phone.freshCode());
    await there.seesMenu();
    await isGone(there);
  }
  const here = await logsInElsewhere(clerk.login, await second.freshCode());
  await here.seesMenu();
  here.labels = ja;
  await removes(here, ja.unnamed, () => isGoodForAll(here, 'removal of a pass'));
  await person.opens('/console/menu');
  await person.sees(ja.login);
  await isGone(person);
  const old = await logsInElsewhere(clerk.login, await clerk.phone.freshCode());
  await old.isRefused();
  await old.logsIn({ ...clerk.login, code: await second.freshCode() });
  await old.seesMenu();
  await isGone(old);
  await here.opens('/console/passes');
  assert.equal(await here.page.getByRole('link', { name: new RegExp(ja.remove) }).count(), 0, 'the last one stays');
  await here.closesTheBrowser();
});

test('OTP-7: the same in English with the keyboard alone', async () => {
  const clerk = staff[1];
  const person = await sitsWith(clerk, { words: en, hands: Keyboard });
  await addsAPass(person, clerk, 'new phone', { look: (name) => isFitToUse(person, name) });
  await removes(person, 'new phone');
  await sitsBack(clerk, person);
});

test('OTP-7: added, named anew and removed without JavaScript', async () => {
  const clerk = staff[2];
  const person = await sitsWith(clerk, { words: ja, javaScript: false });
  await addsAPass(person, clerk, '予備の電話', { takesSecret: typesTheSecret });
  await person.hands.follows(`${ja.rename} 予備の電話`);
  await person.sees(ja.renameTitle);
  await person.hands.fills(ja.name, 'タブレット');
  await person.hands.presses(ja.confirm);
  await person.reads(ja.changed);
  await removes(person, 'タブレット');
  await sitsBack(clerk, person);
});

async function usesARecoveryCode(person, login, code) {
  const { labels, hands } = person;
  await person.opensLoginPage(shop.merchant.loginUrl);
  await hands.follows(labels.lost);
  await person.sees(labels.lostTitle);
  await hands.fills(labels.merchantCode, login.merchantCode);
  await hands.fills(labels.userId, login.userId);
  await hands.fills(labels.password, login.password);
  await hands.fills(labels.recoveryCode, code);
  await hands.presses(labels.recoveryLogin);
}
/** From the menu to ten codes; gives them. */
async function makesRecoveryCodes(person, clerk, look) {
  const { labels, hands } = person;
  const { phone, login } = clerk;
  await isAskedAgain(clerk);
  await person.opens('/console/passes');
  await hands.follows(labels.toRecovery);
  await person.sees(labels.recovery);
  await look?.('recovery codes, before');
  await hands.presses(labels.make);
  await provesItself(person, login.password, await phone.freshCode());
  proven(clerk);
  await person.sees(labels.recovery);
  await person.page.getByRole('heading', { name: labels.codes, exact: true }).waitFor();
  const codes = await person.page.getByRole('list', { name: labels.codes, exact: true }).getByRole('listitem').allInnerTexts();
  assert.equal(new Set(codes).size, 10);
  return codes.map((code) => code.trim());
}

test('RESET-13, GAP-3: recovery codes are shown once and printable; one logs in and leads to a new pass, and works once', async () => {
  const clerk = staff[3];
  const person = await sitsWith(clerk, { words: ja });
  const codes = await makesRecoveryCodes(person, clerk, () => isGoodForAll(person, 'recovery codes, before'));
  await isGoodForAll(person, 'recovery codes');
  const printing = person.page.getByRole('button', { name: ja.print, exact: true });
  assert.ok(await printing.isVisible());
  await person.page.emulateMedia({ media: 'print' });
  for (const text of [codes[0], codes[9], clerk.login.userId]) {
    assert.ok(await person.page.getByText(text, { exact: true }).first().isVisible(), `${text} on paper`);
  }
  assert.ok(!(await person.page.getByRole('button', { name: ja.logout, exact: true }).isVisible()));
  await person.page.emulateMedia({ media: 'screen' });
  await person.hands.presses(ja.kept);
  await person.reads(ja.written);
  await person.opens('/console/recovery');
  for (const code of codes) await person.doesNotRead(code);

  const there = await shop.somebody({ labels: ja });
  await there.opensLoginPage(shop.merchant.loginUrl);
  await there.hands.follows(ja.lost);
  await there.sees(ja.lostTitle);
  await isGoodForAll(there, 'cannot show the number');
  await usesARecoveryCode(there, clerk.login, codes[0].toLowerCase().replaceAll('-', ' '));
  await there.pressesIssue();
  const phone = await scansTheQr(there);
  await there.finishesRegistration(await phone.freshCode());
  await there.seesMenu();
  await there.logsOut();
  await there.logsIn({ ...clerk.login, code: await clerk.phone.freshCode() });
  await there.isRefused();
  await usesARecoveryCode(there, clerk.login, codes[0]);
  await there.isRefused();
  await there.page.getByRole('heading', { name: ja.lostTitle, exact: true }).waitFor();

  for (const code of codes.slice(1, 6)) {
    await usesARecoveryCode(there, clerk.login, code);
    await there.sees(ja.secret);
    await there.logsOut();
  }
  await usesARecoveryCode(there, clerk.login, codes[6]);
  await there.pressesIssue();
  const last = await typesTheSecret(there);
  await there.finishesRegistration(await last.freshCode());
  await there.seesMenu();
  await there.reads(ja.left3);
  await axeFindsNothing(there.page, 'three are left');
  await isGone(there);
  await isGone(person);
});

test('RESET-13: made and used in English with the keyboard alone, and without JavaScript', async () => {
  for (const [clerk, habits] of [[staff[1], { hands: Keyboard }], [staff[2], { javaScript: false }]]) {
    const person = await sitsWith(clerk, { words: en, ...habits });
    const codes = await makesRecoveryCodes(person, clerk);
    await person.hands.presses(en.kept);
    await person.reads(en.written);
    const there = await shop.somebody({ labels: en, ...habits });
    await usesARecoveryCode(there, clerk.login, codes[0]);
    await there.sees(en.secret);
    await isGone(there);
    await sitsBack(clerk, person);
  }
});

test('ASVS 7.5.1, GAP-10, CS-6: the question stands before the own address and before the reset of another’s password, and nothing typed is lost', async () => {
  const { user } = staff[1];
  for (const [clerk, habits, address] of [
    [staff[1], {}, 'ichi@shop.example'], [staff[2], { javaScript: false }, 'ni@shop.example'],
  ]) {
    await isAskedAgain(clerk);
    const person = await sitsWith(clerk, { words: ja, ...habits });
    await person.opens('/console/me');
    await person.hands.fills(ja.mail, address);
    await person.hands.presses(ja.confirm);
    await provesItself(person, clerk.login.password, await clerk.phone.freshCode());
    await person.reads(`${address}に確認のメールをお送りしました。`);
    await shop.mails.next({ to: address, subject: 'メールアドレス変更のご連絡' });
    await sitsBack(clerk, person);
  }
  for (const habits of [{}, { javaScript: false }]) {
    await isAskedAgain(shop);
    const own = { clerk: shop.admin };
    const admin = await sitsWith(own, { words: ja, ...habits });
    await admin.opens('/console/users');
    await admin.editsUser(user.userId);
    await admin.pressesInRow(ja.rowPassword, ja.resetButton);
    await admin.isAsked(ja.askPassword);
    await admin.hands.fills(ja.reason, '電話で依頼');
    await admin.hands.presses(ja.confirm);
    await provesItself(admin, PASSWORDS.admin, await shop.adminPhone.freshCode());
    proven(shop);
    await admin.sees(ja.userEdit);
    await admin.reads(ja.passwordWasReset);
    await shop.mails.next({ to: user.mail, subject: SUBJECTS.temporary });
    await sitsBack(own, admin);
  }
});
