// Makes the pictures of the help topics anew from the gallery:
//   cargo run -p web --example gallery -- FOLDER && node help-pictures.mjs FOLDER
// Needs pngquant. Only the middle of a page is shown: no name of a service stands in a picture.

import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { launch } from './harness/browser.mjs';

const gallery = process.argv[2];
if (!gallery) throw new Error('usage: node help-pictures.mjs GALLERY_FOLDER');
const target = fileURLToPath(new URL('../crates/web/assets/help', import.meta.url));
const LARGEST = 25 * 1024;

/** Name of the picture, page of the gallery, part of the page, width and most height in pixels. */
const PICTURES = [
  ['login', 'login', 'main form.card'],
  ['reset', 'reset', 'main form.card'],
  ['reset-link', 'reset-link', 'main .card'],
  ['password', 'password-first', 'main form'],
  ['secret', 'secret', '#issued'],
  ['users', 'users', 'main .wrap', 1100, 640],
  ['user-form', 'user-form', 'main form'],
  ['user-confirm', 'user-confirm', 'main .wrap'],
  ['user-edit', 'user-edit-locked', 'main .card:has(.deeds)'],
];

const run = promisify(execFile);
const work = await mkdtemp(path.join(os.tmpdir(), 'help-pictures-'));
const browser = await launch();
let total = 0;
for (const language of ['ja', 'en']) {
  for (const [name, page, part, width = 640, tallest = 900] of PICTURES) {
    const window = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: 'light' });
    const file = path.join(gallery, `${language}-${page}.html`);
    await window.goto(pathToFileURL(file).href);
    // A code that can be read would be scanned.
    await window.addStyleTag({ content: '.qr svg { filter: blur(7px); }' });
    const box = await window.locator(part).first().boundingBox();
    if (!box) throw new Error(`${file} has no ${part}`);
    const raw = path.join(work, 'raw.png');
    const clip = { ...box, height: Math.min(box.height, tallest) };
    await window.screenshot({ path: raw, clip, fullPage: true });
    await window.close();
    const out = path.join(target, `${name}-${language}.png`);
    await run('pngquant', ['16', '--force', '--strip', '--speed', '1', '--output', out, raw]);
    const { size } = await stat(out);
    total += size;
    console.log(`${name}-${language}.png ${size}`);
    if (size > LARGEST) throw new Error(`${out} is larger than ${LARGEST} bytes`);
  }
}
await browser.close();
await rm(work, { recursive: true });
console.log(`${total} bytes in all`);
