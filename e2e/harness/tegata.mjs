// Our own code app in a person's hand: the command line `tegata` with a vault of its own.

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { clockEnvironment, comes, now } from './clock.mjs';
import { BINARY } from './product.mjs';

const run = promisify(execFile);
const STEP_S = 30;
/** `TEGATA_BIN`, or what stands beside the product. */
const TEGATA = path.resolve(process.env.TEGATA_BIN ?? path.join(path.dirname(BINARY), 'tegata'));

export class Tegata {
  #folder;
  #usedStep = 0;

  /** An open vault, empty. */
  static async start() {
    const tegata = new Tegata();
    tegata.#folder = await mkdtemp(path.join(os.tmpdir(), 'tegata-'));
    await tegata.#says('init', '--open', '--yes');
    return tegata;
  }

  async stop() {
    await rm(this.#folder, { recursive: true });
  }

  async #says(...words) {
    const { stdout } = await run(TEGATA, ['--vault', path.join(this.#folder, 'vault.tegata'), '--lang', 'en', ...words], {
      env: { ...process.env, ...clockEnvironment() },
    });
    return stdout;
  }

  /** Registers the one QR code on a picture (PNG); gives the entry as `list` tells it. */
  async scans(png) {
    const picture = path.join(this.#folder, 'picture.png');
    await writeFile(picture, png);
    await this.#says('add', '--qr', picture);
    const [entry] = JSON.parse(await this.#says('list', '--json'));
    return entry;
  }

  /** A code that was not used yet: the present one, or the next, which the gate lets in early. */
  async freshCode() {
    const present = Math.floor(now() / 1000 / STEP_S);
    const step = Math.max(present, this.#usedStep + 1);
    await comes((step - 1) * STEP_S * 1000);
    this.#usedStep = step;
    return (await this.#says('code', '1', '--at', String(step * STEP_S))).trim();
  }
}
