// The code app (RFC 6238: SHA-1, six digits, thirty seconds) with nothing but what Node brings along.

import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

const STEP_S = 30;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function bytes(base32) {
  let bits = '';
  for (const letter of base32) bits += ALPHABET.indexOf(letter).toString(2).padStart(5, '0');
  return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

export class Phone {
  #secret;
  #used = 0;

  constructor(base32) {
    this.base32 = base32;
    this.#secret = bytes(base32);
  }

  #at(step) {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const mac = createHmac('sha1', this.#secret).update(counter).digest();
    const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, '0');
  }

  /** A code that was not used yet: of this step or, within the window, of the next; else it waits. */
  async unused() {
    const now = () => Math.floor(Date.now() / 1000 / STEP_S);
    const step = Math.max(now(), this.#used + 1);
    while (now() + 1 < step) await delay(200);
    return { step, code: this.#at(step) };
  }

  /** Such a code, which is used from now on. */
  async fresh() {
    const { step, code } = await this.unused();
    this.#used = step;
    return code;
  }
}
