// Tegata beside the console: it reads the QR from a picture of the page, and its code logs in.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../harness/browser.mjs';
import { LANGUAGES, PASSWORDS, step2 } from '../harness/journey.mjs';
import { Person } from '../harness/person.mjs';
import { startServer } from '../harness/product.mjs';
import { Tegata } from '../harness/tegata.mjs';

let browser;
before(async () => (browser = await launch()));
after(async () => browser?.close());

test('APP-AUTH-4, APP-AUTH-5, OTP-2, OTP-5, LOGIN-5: a picture of 秘密鍵発行 goes into tegata, and its code logs in', async (t) => {
  const product = await startServer();
  t.after(() => product.stop());
  const { merchant, mails, baseUrl } = product;
  const tegata = await Tegata.start();
  t.after(() => tegata.stop());
  const admin = await Person.sitsDown({ browser, baseUrl, labels: LANGUAGES.ja });

  const takesSecret = async (person) => {
    const entry = await tegata.scans(await person.holdsPhoneToScreen());
    assert.equal(entry.issuer, LANGUAGES.ja.service);
    assert.ok(entry.account.includes(merchant.code), entry.account);
    assert.deepEqual(entry.kind, { type: 'totp', algorithm: 'SHA1', digits: 6, period: 30 });
    return tegata;
  };
  await step2(admin, { merchant, mails, password: PASSWORDS.admin, takesSecret });

  await admin.logsOut();
  await admin.logsIn({
    merchantCode: merchant.code, userId: merchant.code, password: PASSWORDS.admin,
    code: await tegata.freshCode(),
  });
  await admin.seesAdminMenu();
  assert.deepEqual(admin.faults, []);
});
