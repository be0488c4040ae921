// The way from the reset mail to the menu, step by step as the manual of the console tells it.

import assert from 'node:assert/strict';
import { Authenticator } from './authenticator.mjs';
import { en, ja } from './labels.mjs';

export const SUBJECTS = {
  resetStarted: ['パスワード初期化開始のご連絡', 'Password reset started'],
  temporary: ['仮パスワードのご連絡', 'Your temporary password'],
  registered: ['新規ユーザ登録のご連絡', 'You have been registered as a user'],
  secretReset: ['ワンタイムパスワード秘密鍵初期化完了のご連絡', 'Secret key for one-time passwords reset'],
};

export const temporaryPassword = (mail) => mail.value('仮パスワード', 'Temporary password');

/** Reads the QR on the page with the phone; the typed secret has to be the same. */
export async function scansTheQr(person) {
  const phone = new Authenticator();
  await phone.scans(await person.holdsPhoneToScreen());
  const shown = (await person.readsSecret()).replaceAll(/\s/g, '');
  assert.equal(phone.secret, shown, 'QR and text give different secrets');
  return phone;
}

/** Types the secret from the page into the phone. */
export async function typesTheSecret(person) {
  const phone = new Authenticator();
  phone.types(await person.readsSecret());
  return phone;
}

/** From the log-in page with a temporary password and no code to the menu. */
export async function setsUp(person, { merchant, userId, temporary, password, takesSecret }) {
  await person.logsIn({ merchantCode: merchant.code, userId, password: temporary });
  await person.changesPassword(password);
  await person.pressesIssue();
  const phone = await takesSecret(person);
  await person.finishesRegistration(await phone.freshCode());
  return phone;
}

/** Step 2: the administrator resets the password by mail, sets a new one and the code app. */
export async function step2(admin, { merchant, mails, password, takesSecret = scansTheQr }) {
  const userId = merchant.code;
  await admin.opensLoginPage(merchant.loginUrl);
  await admin.requestsReset({ merchantCode: merchant.code, userId });
  const started = await mails.next({ to: merchant.contactMail, subject: SUBJECTS.resetStarted });
  await admin.opensResetMail(started);
  await admin.asksForTemporaryPassword();
  const sent = await mails.next({ to: merchant.contactMail, subject: SUBJECTS.temporary });
  await admin.goesOnToLogin();
  const temporary = temporaryPassword(sent);
  const phone = await setsUp(admin, { merchant, userId, temporary, password, takesSecret });
  await admin.seesAdminMenu();
  return phone;
}

/** Step 3: the administrator registers a user, who gets the first password by mail. */
export async function step3(admin, { mails, user }) {
  await admin.registersUser(user);
  const mail = await mails.next({ to: user.mail, subject: SUBJECTS.registered });
  assert.equal(mail.value('ユーザID', 'User ID'), user.userId);
  assert.equal(mail.value('ユーザ名', 'Name'), user.name);
  return temporaryPassword(mail);
}

/** Step 4: the user logs in, sets password and code app, and comes back with all four values. */
export async function step4(clerk, { merchant, user, temporary, password, takesSecret = scansTheQr }) {
  await clerk.opensLoginPage(merchant.loginUrl);
  const phone = await setsUp(clerk, {
    merchant, userId: user.userId, temporary, password, takesSecret,
  });
  await clerk.seesMenu();
  await clerk.reads(user.name);
  await clerk.logsOut();
  await clerk.logsIn({
    merchantCode: merchant.code, userId: user.userId, password, code: await phone.freshCode(),
  });
  await clerk.seesMenu();
  return phone;
}

/** Users for tests: no real brand, no real person. */
export const people = {
  clerk: { userId: 'User1', name: '山田 花子', mail: 'hanako@shop.example', type: 'general' },
  packer: { userId: 'shukka01', name: '田中 一郎', mail: 'ichiro@shop.example', type: 'shipping' },
};

export const PASSWORDS = { admin: 'kanri2Hana', clerk: 'mise7Mori8', again: 'betsu9Kawa' };

export const LANGUAGES = { ja, en };
