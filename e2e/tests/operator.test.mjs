// The way out for an administrator whom nobody in the shop can help.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../harness/browser.mjs';
import {
  LANGUAGES, PASSWORDS, SUBJECTS, scansTheQr, setsUp, step2, temporaryPassword,
} from '../harness/journey.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/product.mjs';

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

test('LOCK-3, LOCK-6, OTP-11, RESET-14: customer service gives a locked 管理 without a phone a way back', async (t) => {
  const product = await startServer();
  t.after(() => product.stop());
  const { merchant, mails } = product;
  const admin = await Person.sitsDown({ browser, baseUrl: product.baseUrl, labels: LANGUAGES.ja });
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
  const phone = await setsUp(admin, {
    ...back, temporary: temporaryPassword(mail), password: PASSWORDS.again,
  });
  await admin.seesAdminMenu();
  await admin.logsOut();
  await admin.logsIn(login);
  await admin.isRefused();
  await admin.logsIn({ ...login, password: PASSWORDS.again, code: await phone.freshCode() });
  await admin.seesAdminMenu();
});

test('MAIL-1, MAIL-2: a mail server that says "later" gets the mail later, once', async (t) => {
  const product = await startServer();
  t.after(() => product.stop());
  const { merchant, mails } = product;
  const admin = await Person.sitsDown({ browser, baseUrl: product.baseUrl, labels: LANGUAGES.ja });
  mails.deferNext = 1;
  await admin.opensLoginPage(merchant.loginUrl);
  await admin.requestsReset({ merchantCode: merchant.code, userId: merchant.code });
  await admin.opensResetMail(
    await mails.next({
      to: merchant.contactMail, subject: SUBJECTS.resetStarted, patienceMs: 90_000,
    }),
  );
  assert.equal(mails.seen.deferred, 1);
  assert.equal((await mails.all()).length, 1);
});
