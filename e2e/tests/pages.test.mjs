// Every page of the first day, in both languages, for people with other eyes and hands.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch } from '../harness/browser.mjs';
import {
  axeFindsNothing, fitsANarrowScreen, linksLeadSomewhere, saysWhatItIs, tabReachesEverything,
} from '../harness/eyes.mjs';
import { LANGUAGES } from '../harness/journey.mjs';
import { Person } from '../harness/person.mjs';
import { startDemo } from '../harness/product.mjs';
import { tour } from '../harness/tour.mjs';

let browser;
let product;
before(async () => {
  browser = await launch();
  product = await startDemo();
});
after(async () => {
  await browser?.close();
  await product?.stop();
});

/** Takes the tour and looks at each page the first time it comes up. */
async function tourThrough(language, kind) {
  const seen = new Set();
  const known = new Set();
  const findings = [];
  const check = async (name, what) => {
    try {
      await what();
    } catch (fault) {
      findings.push(`${name}: ${fault.message}`);
    }
  };
  const looks = async (name, page) => {
    if (seen.has(name)) return;
    seen.add(name);
    await check(name, () => saysWhatItIs(page, name, language));
    await check(name, () => axeFindsNothing(page, name));
    await check(name, () => tabReachesEverything(page, name));
    await check(name, () => fitsANarrowScreen(page, name));
    await check(name, () => linksLeadSomewhere(page, name, known));
  };
  await tour({
    browser, product, labels: LANGUAGES[language], merchant: product.merchant(kind), looks,
  });
  return { seen, findings };
}

for (const [language, kind] of [['ja', 'logistics'], ['en', 'non_logistics']]) {
  test(`SCR-1, SCR-3..13: every page (${language}) passes axe-core, the Tab key, a narrow screen and a walk along its links`, async () => {
    const { seen, findings } = await tourThrough(language, kind);
    assert.deepEqual(findings, []);
    assert.ok(seen.size >= 25, `only these pages came up: ${[...seen].join(', ')}`);
  });
}

test('LOGIN-3: Enter in a field sends the form', async () => {
  const labels = LANGUAGES.ja;
  const merchant = product.merchant('tablet');
  const person = await Person.sitsDown({ browser, baseUrl: product.baseUrl, labels });
  await person.opens('/');
  await person.hands.fills(labels.accessKey, merchant.accessKey);
  await person.page.keyboard.press('Enter');
  await person.sees(labels.login);
  for (const [label, value] of [
    [labels.merchantCode, merchant.code], [labels.userId, 'nobody'], [labels.password, 'chigau1Wa'],
  ]) await person.hands.fills(label, value);
  await person.page.keyboard.press('Enter');
  await person.isRefused();
  await person.hands.follows(labels.resetLink);
  await person.sees(labels.reset);
  await person.hands.fills(labels.merchantCode, merchant.code);
  await person.hands.fills(labels.userId, 'nobody');
  await person.page.keyboard.press('Enter');
  await person.sees(labels.resetAccepted);
  await person.closesTheBrowser();
});

test('LOGIN-3: the other language is one click away and keeps the page', async () => {
  const labels = LANGUAGES.ja;
  const merchant = product.merchant('tablet');
  const person = await Person.sitsDown({ browser, baseUrl: product.baseUrl, labels });
  await person.opensLoginPage(merchant.loginUrl);
  await person.hands.follows(labels.otherLanguage);
  person.labels = LANGUAGES.en;
  await person.sees(LANGUAGES.en.login);
  await person.hands.follows(LANGUAGES.en.resetLink);
  await person.sees(LANGUAGES.en.reset);
  await person.hands.follows(LANGUAGES.en.otherLanguage);
  person.labels = labels;
  await person.sees(labels.reset);
  await person.closesTheBrowser();
});
