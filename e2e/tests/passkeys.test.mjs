// Passkeys in Chromium with its virtual authenticator: added, used, removed; beside the password; and
// a browser that has none. With SHOTS=folder the pages are kept as pictures.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from '../harness/browser.mjs';
import { comes, now } from '../harness/clock.mjs';
import { axeFindsNothing, fitsANarrowScreen, tabReachesEverything } from '../harness/eyes.mjs';
import { LANGUAGES, PASSWORDS, scansTheQr, setsUp } from '../harness/journey.mjs';
import { Person } from '../harness/person.mjs';
import { startDemo, startServer } from '../harness/product.mjs';

const WORDS = {
  ja: {
    passes: '認証アプリの登録', add: 'パスキーを追加する', title: 'パスキーの追加', name: '名前', goOn: '次へ進む',
    make: 'パスキーを登録する', added: 'パスキーを追加しました。', logIn: 'パスキーでログイン', use: 'パスキーを使う',
    remove: '登録を削除', removeTitle: 'パスキーの登録の削除', removeIt: '登録を削除する',
    removed: 'パスキーの登録を削除しました。', known: 'この端末には、すでにパスキーが登録されています。',
    notShown: 'パスキーを確認できませんでした。', unable: 'JavaScriptを有効にしてください', called: '店舗のパソコン',
    ask: 'ご本人の確認', prove: 'パスキーで確認する', rename: '名前を変更', saved: '変更しました。', anew: 'レジの横',
  },
  en: {
    passes: 'Authenticators', add: 'Add a passkey', title: 'Add a passkey', name: 'Name', goOn: 'Go on',
    make: 'Register the passkey', added: 'The passkey was added.', logIn: 'Log in with a passkey', use: 'Use the passkey',
    remove: 'Remove', removeTitle: 'Remove the passkey', removeIt: 'Remove it',
    removed: 'The passkey was removed.', known: 'This device has a passkey of yours already.',
    notShown: 'The passkey was not confirmed', unable: 'with JavaScript switched on', called: 'shop computer',
    ask: 'Confirm that it is you', prove: 'Confirm with the passkey', rename: 'Rename', saved: 'Saved.', anew: 'by the till',
  },
};

let browser;
let product;
before(async () => {
  browser = await launch();
  product = await startDemo([], 'localhost:0');
});
after(async () => {
  await browser?.close();
  await product?.stop();
});

/** A device with a passkey store, which says yes whenever it is asked. */
async function deviceOf({ context, page }, is = {}) {
  const cdp = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
      isUserVerified: true, automaticPresenceSimulation: true, ...is,
    },
  });
  return {
    credentials: async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    refuses: () => cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false }),
    agrees: () => cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true }),
  };
}

/** Looks at a page as everybody else does, wide and narrow, and keeps pictures if it is asked to. */
async function looks(person, name) {
  await axeFindsNothing(person.page, name);
  await tabReachesEverything(person.page, name);
  for (const width of [1280, 390]) {
    await person.page.setViewportSize({ width, height: 900 });
    if (!process.env.SHOTS) continue;
    await mkdir(process.env.SHOTS, { recursive: true });
    const file = path.join(process.env.SHOTS, `${name}-${person.labels.locale.slice(0, 2)}-${width}.png`);
    await person.page.screenshot({ path: file, fullPage: true });
  }
  await fitsANarrowScreen(person.page, name);
  await person.page.setViewportSize({ width: 1280, height: 900 });
}

async function sitsDown(labels, merchant, at = product) {
  const person = await Person.sitsDown({ browser, baseUrl: at.baseUrl, labels });
  await person.opensLoginPage(merchant.loginUrl);
  const phone = await setsUp(person, {
    merchant, userId: merchant.code, temporary: merchant.firstPassword,
    password: PASSWORDS.admin, takesSecret: scansTheQr,
  });
  return { person, phone };
}

async function adds(person, words) {
  await person.opens('/console/passes');
  await person.hands.follows(words.add);
  await person.sees(words.title);
  await person.hands.fills(words.name, words.called);
  await person.hands.presses(words.goOn);
  await person.hands.presses(words.make);
}

/** To the question, ten minutes after the last proof. */
async function startsRenaming(person, words) {
  await person.opens('/console/passes');
  await person.hands.follows(new RegExp(`^${words.rename} `, 'u'), person.page.getByRole('row').last());
  await person.hands.fills(words.name, words.anew);
  await person.hands.presses(person.labels.confirm);
  await person.sees(words.ask);
}

for (const [language, kind] of [['ja', 'logistics'], ['en', 'non_logistics']]) {
  test(`a passkey is added, opens the console by itself, and is removed (${language})`, async () => {
    const [labels, words] = [LANGUAGES[language], WORDS[language]];
    const merchant = product.merchant(kind);
    const { person, phone } = await sitsDown(labels, merchant);
    const device = await deviceOf(person);
    await person.opens('/console/passes');
    await looks(person, 'passes-without');
    await person.hands.follows(words.add);
    await looks(person, 'passkey-name');
    await person.hands.fills(words.name, words.called);
    await person.hands.presses(words.goOn);
    await looks(person, 'passkey-make');
    await device.refuses();
    await person.hands.presses(words.make);
    await person.page.getByRole('alert').filter({ visible: true }).waitFor();
    await looks(person, 'passkey-not-made');
    await device.agrees();
    await person.hands.presses(words.make);
    await person.sees(words.passes);
    await person.reads(words.added);
    await person.reads(words.called);
    await looks(person, 'passes-with');
    const [credential] = await device.credentials();
    assert.equal(credential.isResidentCredential, true);
    assert.equal(credential.rpId, 'localhost');
    const handle = Buffer.from(credential.userHandle, 'base64');
    assert.equal(handle.length, 32);
    assert.ok(!handle.includes(merchant.code), 'the handle names nobody');

    await adds(person, words);
    await person.reads(words.known);

    await comes(now() + 10 * 60_000);
    await startsRenaming(person, words);
    await looks(person, 'proof-passkey');
    await device.refuses();
    await person.hands.presses(words.prove);
    await person.reads(words.notShown);
    await device.agrees();
    await person.hands.presses(words.prove);
    await person.sees(words.passes);
    await person.reads(words.saved);
    await person.reads(words.anew);
    await comes(now() + 10 * 60_000);
    await startsRenaming(person, words);
    await person.hands.fills(labels.password, PASSWORDS.admin);
    await person.hands.fills(labels.code, await phone.freshCode());
    await person.page.keyboard.press('Enter');
    await person.sees(words.passes);
    await person.logsOut();

    await person.opensLoginPage(merchant.loginUrl);
    await person.hands.follows(words.logIn);
    await person.sees(words.logIn);
    await looks(person, 'passkey-login');
    await person.hands.presses(words.use);
    await person.seesAdminMenu();
    assert.equal((await device.credentials())[0].signCount > credential.signCount, true);

    await person.opens('/console/passes');
    await person.hands.follows(new RegExp(`^${words.remove} ${words.anew}$`));
    await person.sees(words.removeTitle);
    await looks(person, 'passkey-remove');
    await person.hands.presses(words.removeIt);
    await person.reads(words.removed);
    await person.logsOut();
    await person.opens(`${merchant.loginUrl}/passkey`);
    await person.hands.presses(words.use);
    await person.isRefused();
    await looks(person, 'passkey-refused');
    await person.closesTheBrowser();
  });
}

test('a browser without the passkey, and one without scripts, are told so and led to the other way', async () => {
  const [labels, words] = [LANGUAGES.ja, WORDS.ja];
  const merchant = product.merchant('tablet');
  const person = await Person.sitsDown({ browser, baseUrl: product.baseUrl, labels });
  await deviceOf(person);
  await person.opens(`${merchant.loginUrl}/passkey`);
  await person.hands.presses(words.use);
  await person.reads(words.notShown);
  await looks(person, 'passkey-not-shown');
  await person.hands.follows('パスキーを使わずにログインする');
  await person.sees(labels.login);
  await person.closesTheBrowser();
  const plain = await Person.sitsDown({ browser, baseUrl: product.baseUrl, labels, javaScript: false });
  await plain.opens(`${merchant.loginUrl}/passkey`);
  await plain.reads(words.unable);
  assert.equal(await plain.page.getByRole('button', { name: words.use }).filter({ visible: true }).count(), 0);
  await plain.hands.follows('アプリをお使いの方はこちら');
  await plain.sees(labels.login);
  await plain.closesTheBrowser();
});

test('beside the password: both are asked for, and either alone is refused', async () => {
  const [labels, words] = [LANGUAGES.ja, WORDS.ja];
  const server = await startServer({ host: 'localhost', more: '\n[passes]\npasskeys = "second_factor"\n' });
  try {
    const { merchant } = server;
    const { person } = await sitsDown(labels, merchant, server);
    await deviceOf(person);
    await adds(person, words);
    await person.reads(words.added);
    await person.logsOut();
    for (const [password, opens] of [['chigau1Wa', false], [PASSWORDS.admin, true]]) {
      await person.opens(`${merchant.loginUrl}/passkey`);
      await person.sees(words.logIn);
      await looks(person, 'passkey-login-password');
      await person.hands.fills(labels.merchantCode, merchant.code);
      await person.hands.fills(labels.userId, merchant.code);
      await person.hands.fills(labels.password, password);
      await person.hands.presses(words.use);
      if (opens) await person.seesAdminMenu();
      else await person.isRefused();
    }
    await person.closesTheBrowser();
  } finally {
    await server.stop();
  }
});
