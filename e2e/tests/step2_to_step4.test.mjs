// The way from the reset mail to the menu, for the administrator and for a clerk.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../harness/browser.mjs';
import { Keyboard } from '../harness/hands.mjs';
import {
  LANGUAGES, PASSWORDS, SUBJECTS, people, scansTheQr, step2, step3, step4, temporaryPassword,
  typesTheSecret,
} from '../harness/journey.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/product.mjs';

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

/** A product with one merchant, and a way to sit somebody down before it. */
async function aShop(t, labels, habits = {}) {
  const product = await startServer();
  t.after(() => product.stop());
  const sits = (more = {}) =>
    Person.sitsDown({ browser, baseUrl: product.baseUrl, labels, ...habits, ...more });
  return { ...product, sits };
}

/** Steps 2 to 4, then the administrator once more with all four values. */
async function firstDay(shop, takesSecret) {
  const { merchant, mails } = shop;
  const [admin, clerk] = [await shop.sits(), await shop.sits()];
  const phone = await step2(admin, { merchant, mails, password: PASSWORDS.admin, takesSecret });
  const temporary = await step3(admin, { mails, user: people.clerk });
  await step4(clerk, {
    merchant, user: people.clerk, temporary, password: PASSWORDS.clerk, takesSecret,
  });
  await admin.logsOut();
  await admin.logsIn({
    merchantCode: merchant.code, userId: merchant.code, password: PASSWORDS.admin,
    code: await phone.freshCode(),
  });
  await admin.seesAdminMenu();
  assert.deepEqual([...admin.faults, ...clerk.faults], []);
  return { admin, clerk, phone };
}

test('SCR-1, SCR-3..13, GUIDE-2, RESET-1..5, RESET-11, RESET-15, LOGIN-1..6, LOGIN-8..13, LOGIN-18, ROLE-9..11, OTP-2, OTP-5..6, OTP-14, USER-1, USER-8, USER-12..14, MAIL-1..3: steps 2 to 4 in Japanese, codes from the QR, mails over SMTP', async (t) => {
  const shop = await aShop(t, LANGUAGES.ja);
  const { phone } = await firstDay(shop, scansTheQr);

  const { uri } = phone;
  assert.equal(uri.searchParams.get('issuer'), LANGUAGES.ja.service);
  assert.ok(decodeURIComponent(uri.pathname).includes(shop.merchant.code), String(uri));
  assert.deepEqual(
    [uri.searchParams.get('algorithm') ?? 'SHA1', uri.searchParams.get('digits') ?? '6', uri.searchParams.get('period') ?? '30'],
    ['SHA1', '6', '30'],
  );
  assert.ok(phone.secret.length >= 32, '160 bits are 32 letters of base32');
  assert.equal(shop.mails.seen.refusedLogins, 0);
  const mails = await shop.mails.all();
  assert.equal(shop.mails.seen.tls, mails.length, 'a mail came without TLS');
  for (const mail of mails) {
    assert.ok(mail.subject.endsWith('-「関所」'), mail.subject);
    assert.ok(mail.text.includes(shop.merchant.code), `${mail.subject} does not name the merchant`);
    assert.ok(mail.text.includes(shop.merchant.loginUrl), `${mail.subject} does not name the log-in page`);
  }
  assert.equal(new Set(mails.map((mail) => mail.messageId)).size, mails.length);
});

test('OTP-2, OTP-6, LOGIN-10: the same with JavaScript off and the secret typed by hand', async (t) => {
  const shop = await aShop(t, LANGUAGES.ja, { javaScript: false });
  await firstDay(shop, typesTheSecret);
});

test('LOGIN-3, OTP-2, USER-12: the same in English', async (t) => {
  const shop = await aShop(t, LANGUAGES.en);
  await firstDay(shop, scansTheQr);
});

test('LOGIN-3, PWD-1, OTP-1, USER-1: the same with the keyboard alone', async (t) => {
  const shop = await aShop(t, LANGUAGES.ja, { hands: Keyboard });
  await firstDay(shop, scansTheQr);
});

test('OTP-3, OTP-4, LOGIN-5, LOGIN-6, LOGIN-16: whoever closes the browser after 発行 gets in all the same', async (t) => {
  const shop = await aShop(t, LANGUAGES.ja);
  const { merchant, mails } = shop;
  const login = { merchantCode: merchant.code, userId: merchant.code, password: PASSWORDS.admin };
  const first = await shop.sits();
  await first.opensLoginPage(merchant.loginUrl);
  await first.requestsReset({ merchantCode: merchant.code, userId: merchant.code });
  await first.opensResetMail(
    await mails.next({ to: merchant.contactMail, subject: SUBJECTS.resetStarted }),
  );
  await first.asksForTemporaryPassword();
  const sent = await mails.next({ to: merchant.contactMail, subject: SUBJECTS.temporary });
  await first.goesOnToLogin();
  await first.logsIn({ ...login, password: temporaryPassword(sent) });
  await first.changesPassword(PASSWORDS.admin);
  await first.pressesIssue();
  const lost = await scansTheQr(first);
  await first.closesTheBrowser();

  const again = await shop.sits();
  await again.opensLoginPage(merchant.loginUrl);
  await again.logsIn(login);
  await again.pressesIssue();
  const phone = await scansTheQr(again);
  assert.notEqual(phone.secret, lost.secret, 'a secret was shown a second time');
  assert.notEqual(phone.uri.pathname, lost.uri.pathname, 'the two entries cannot be told apart');
  await again.opens('/console');
  await again.sees(again.labels.secret);
  await again.closesTheBrowser();

  // The pending secret's code, given at the log-in itself, confirms it.
  const third = await shop.sits();
  await third.opensLoginPage(merchant.loginUrl);
  await third.logsIn({ ...login, code: await phone.freshCode() });
  await third.seesAdminMenu();
  await third.logsOut();
  await third.logsIn(login);
  await third.isRefused();
  await third.logsIn({ ...login, code: await phone.freshCode() });
  await third.seesAdminMenu();
});
