// Users of a shop: what each may see, and what the administrator may enter.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../harness/browser.mjs';
import { LANGUAGES, PASSWORDS, SUBJECTS } from '../harness/journey.mjs';
import { startDemo } from '../harness/product.mjs';
import { Shop } from '../harness/shop.mjs';

const labels = LANGUAGES.ja;
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

const link = (person, name) => person.page.getByRole('link', { name, exact: true });

test('ROLE-1, ROLE-3, ROLE-6, ROLE-8, ROLE-10, ROLE-12: each right has its menu, and no more', async () => {
  for (const type of ['general', 'shipping']) {
    const { clerk } = await shop.clerkAtWork({ type });
    assert.equal(await link(clerk, labels.users).count(), 0);
    const refusal = await clerk.page.goto(`${product.baseUrl}/console/users`);
    assert.ok([403, 404].includes(refusal.status()), `${type} reaches the list of users`);
    await clerk.doesNotRead(labels.newUser);
    await clerk.opens('/console');
    await clerk.seesMenu();
  }
  await shop.admin.opens('/console');
  await shop.admin.seesAdminMenu();
  assert.equal(await link(shop.admin, labels.users).count() > 0, true);
});

test('ROLE-7, USER-2: a 非物流加盟店 has no 出荷 users, a tablet contract no codes by mail', async () => {
  for (const [kind, off, on] of [
    ['non_logistics', labels.shipping, labels.general],
    ['tablet', labels.byMail, labels.notByMail],
  ]) {
    const merchant = product.merchant(kind);
    const { admin } = await Shop.opens({ browser, product, labels, merchant });
    await admin.goesToUsers();
    await admin.startsNewUser();
    assert.ok(await admin.page.getByLabel(off, { exact: true }).isDisabled(), `${off} for ${kind}`);
    assert.ok(await admin.page.getByLabel(on, { exact: true }).isEnabled(), `${on} for ${kind}`);
    await admin.closesTheBrowser();
  }
});

test('USER-3, USER-6..7, USER-10..12: what is wrong is named beside its field, what was entered stays', async () => {
  const { user } = await shop.hires();
  const { admin } = shop;
  await admin.opens('/console');
  await admin.goesToUsers();
  await admin.startsNewUser();
  const enters = async (entry, message) => {
    await admin.entersUser({ userId: 'new01', name: '新人', mail: 'new01@shop.example', type: 'general', ...entry });
    await admin.sees(labels.userEnter);
    await admin.reads(message);
  };
  await enters({ userId: 'User_1' }, 'ユーザIDは半角英数字20字以内で入力してください。');
  await enters({ userId: '123456789' }, '数字9桁のユーザIDは使えません。');
  await enters({ userId: user.userId.toUpperCase() }, 'このユーザIDは、すでに登録されています。');
  await enters({ name: '長'.repeat(31) }, 'ユーザ名は全角30字（半角60字）以内で入力してください。');
  await enters({ mail: `${'m'.repeat(60)}@shop.example` }, 'メールアドレスは半角64字以内で入力してください。');
  await enters({ mail: user.mail.toUpperCase() }, 'このメールアドレスは、他のユーザに登録されています。');
  await enters({ mail: '' }, 'ワンタイムパスワードをメールにて受信する場合は、メールアドレスを入力してください。');
  const kept = admin.page.getByLabel(labels.userName, { exact: true });
  assert.equal(await kept.inputValue(), '新人');
});

test('USER-12: 前画面へ戻る keeps everything; USER-13: a double click registers one user', async () => {
  const { admin } = shop;
  const user = { userId: 'modoru01', name: '戻る 太郎', mail: 'modoru@shop.example', type: 'shipping', byMail: false };
  await admin.opens('/console');
  await admin.goesToUsers();
  await admin.startsNewUser();
  await admin.entersUser(user);
  await admin.sees(labels.userCheck);
  await admin.hands.presses(labels.back);
  await admin.sees(labels.userEnter);
  const value = (label) => admin.page.getByLabel(label, { exact: true });
  assert.equal(await value(labels.userId).inputValue(), user.userId);
  assert.equal(await value(labels.userName).inputValue(), user.name);
  assert.equal(await value(labels.mail).inputValue(), user.mail);
  assert.ok(await value(labels.shipping).isChecked());
  assert.ok(await value(labels.notByMail).isChecked());
  await admin.hands.presses(labels.check);
  await admin.sees(labels.userCheck);
  await admin.page.getByRole('button', { name: labels.confirm, exact: true }).dblclick();
  await admin.sees(labels.userDone);
  await shop.mails.next({ to: user.mail, subject: SUBJECTS.registered });
  const mails = (await shop.mails.all()).filter((mail) => mail.to.includes(user.mail));
  assert.equal(mails.length, 1);
});

test('USER-5, USER-9: the person who is also 管理 exists once, and the first password goes to 管理', async () => {
  const { admin } = shop;
  await admin.opens('/console');
  await admin.goesToUsers();
  await admin.startsNewUser();
  await admin.entersUser({ userId: 'onaji01', type: 'general', samePerson: true });
  await admin.confirmsUser();
  await admin.reads('初期パスワードを管理ユーザのメールアドレスに送信しました。');
  await admin.hands.follows(labels.another);
  await admin.sees(labels.userEnter);
  assert.ok(await admin.page.getByLabel(labels.samePerson, { exact: true }).isDisabled());
});

test('PWD-1, PWD-3..7, PWD-9..10: the rules stand on the page and the broken one is named', async () => {
  const { clerk, login } = await shop.clerkAtWork();
  await clerk.hands.follows(labels.ownPassword);
  await clerk.sees(labels.passwordChange);
  for (const rule of ['8～20文字', '半角英数字のみ（0～9、a～z、A～Z）', '数字と英字をそれぞれ1文字以上使う', '同じ文字を2文字以上続けない']) {
    await clerk.reads(rule);
  }
  const tries = async (password, message, { again = password, current = login.password } = {}) => {
    await clerk.hands.fills(labels.currentPassword, current);
    await clerk.hands.fills(labels.newPassword, password);
    await clerk.hands.fills(labels.newPasswordAgain, again);
    await clerk.hands.presses(labels.save);
    await clerk.reads(message);
  };
  await tries('ab3', 'パスワードは8～20文字で入力してください。');
  await tries('abc-12345', 'パスワードは半角英数字で入力してください。');
  await tries('abcdefgh', '数字と英字をそれぞれ1文字以上使ってください。');
  await tries('abccd1234', '同じ文字が2文字以上続いています。');
  await tries('atara5Shiku', '新パスワードと新パスワード確認が一致しません。', { again: 'chigau1Wa' });
  await tries(login.password, '今のパスワードと同じです。');
  await tries('atara5Shiku', '現在のパスワードが正しくありません。', { current: 'chigau1Wa' });
  await tries('atara5Shiku', 'パスワードを変更しました。');
  await clerk.hands.follows(labels.ownPassword);
  await tries(PASSWORDS.clerk, '今までに使ったパスワードです。', { current: 'atara5Shiku' });
});

test('ROLE-11: a long name stands at the top right and harms nothing', async () => {
  const name = '長'.repeat(30);
  const { clerk } = await shop.clerkAtWork({ name });
  await clerk.page.getByRole('banner').getByText(name).waitFor();
  await clerk.page.setViewportSize({ width: 390, height: 800 });
  const wide = await clerk.page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  assert.ok(!wide, 'a long name makes the page scroll sideways');
});
