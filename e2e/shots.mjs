// Takes a picture of every page of the first day, 1280 and 390 px wide, in both languages:
// e2e/out/{language}-{width}/{name}.png. For looking at; no test.

import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch } from './harness/browser.mjs';
import { LANGUAGES } from './harness/journey.mjs';
import { startDemo } from './harness/product.mjs';
import { tour } from './harness/tour.mjs';

const out = fileURLToPath(new URL('./out', import.meta.url));
const KINDS = { ja: 'logistics', en: 'non_logistics' };

await rm(out, { recursive: true, force: true });
const browser = await launch();
for (const language of Object.keys(KINDS)) {
  for (const width of [1280, 390]) {
    const folder = path.join(out, `${language}-${width}`);
    await mkdir(folder, { recursive: true });
    const looks = (name, page) =>
      page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
    const product = await startDemo();
    try {
      const merchant = product.merchant(KINDS[language]);
      await tour({ browser, product, labels: LANGUAGES[language], merchant, looks, width });
    } finally {
      await product.stop();
    }
    console.log(folder);
  }
}
await browser.close();
