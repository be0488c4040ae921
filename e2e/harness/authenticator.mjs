// The code app in a person's hand: reads a QR with zbarimg, makes codes with oathtool.

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { comes, now } from './clock.mjs';

const run = promisify(execFile);
const STEP_S = 30;

/** What the QR code on a picture (PNG) says. */
export async function readQr(png) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'qr-'));
  try {
    const picture = path.join(folder, 'picture.png');
    await writeFile(picture, png);
    const { stdout } = await run('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', picture]);
    return stdout.trim();
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The code of a base32 secret at a time (seconds since 1970). */
export async function codeAt(secret, seconds) {
  const when = `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  const { stdout } = await run('oathtool', ['--totp', '--base32', `--now=${when}`, secret]);
  return stdout.trim();
}

export class Authenticator {
  #secret;
  #usedStep = 0;
  /** The `otpauth` address, if one was scanned. */
  uri = null;

  /** Reads the one QR code on a screenshot. */
  async scans(png) {
    this.uri = new URL(await readQr(png));
    if (this.uri.protocol !== 'otpauth:' || this.uri.host !== 'totp') {
      throw new Error(`the QR code holds ${this.uri}`);
    }
    this.types(this.uri.searchParams.get('secret'));
  }

  /** Takes a secret typed by hand, blanks and all. */
  types(secret) {
    this.#secret = secret.replaceAll(/\s/g, '');
    this.#usedStep = 0;
  }

  get secret() {
    return this.#secret;
  }

  /**
   * A code that was not used yet: the present one, else the next one (which the window of one
   * step lets in), else after the clock has come so far.
   */
  async freshCode() {
    const present = Math.floor(now() / 1000 / STEP_S);
    const step = Math.max(present, this.#usedStep + 1);
    await comes((step - 1) * STEP_S * 1000);
    this.#usedStep = step;
    return codeAt(this.#secret, step * STEP_S);
  }

  /** The code that a clock off by `minutes` would show now. */
  async codeOfAClockOffBy(minutes) {
    return codeAt(this.#secret, Math.floor(now() / 1000) + minutes * 60);
  }

  /** Six digits that are none of the codes that would be accepted about now. */
  async wrongCode() {
    const seconds = Math.floor(now() / 1000);
    const near = await Promise.all(
      Array.from({ length: 45 }, (_, i) => codeAt(this.#secret, seconds + (i - 22) * STEP_S)),
    );
    let wrong = 123456;
    while (near.includes(String(wrong))) wrong += 1;
    return String(wrong);
  }
}
