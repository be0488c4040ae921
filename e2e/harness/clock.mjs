// The clock of the product under test, and of the people before it. Where Debian's `faketime` is there,
// it can be moved on: nobody has to sit through a minute. Without it, a minute takes a minute.

import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const LIBRARY = (() => {
  const lib = '/usr/lib';
  if (!existsSync(lib)) return null;
  const places = readdirSync(lib).map((name) => path.join(lib, name, 'faketime', 'libfaketimeMT.so.1'));
  return places.find((place) => existsSync(place)) ?? null;
})();

let ahead = 0;
let folder = null;

function writes() {
  // Renamed into its place: a clock that is read half would be any time.
  const file = path.join(folder, 'clock');
  writeFileSync(`${file}.new`, `+${ahead / 1000}\n`);
  renameSync(`${file}.new`, file);
  return file;
}

/** What a process needs in its environment to go by this clock. Its timers go by the real one. */
export function clockEnvironment() {
  if (!LIBRARY) return {};
  if (!folder) {
    folder = mkdtempSync(path.join(os.tmpdir(), 'sekisho-clock-'));
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  }
  return {
    LD_PRELOAD: LIBRARY,
    FAKETIME_TIMESTAMP_FILE: writes(),
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    NO_FAKE_STAT: '1',
  };
}

/** Milliseconds since 1970, by the clock of the product. */
export const now = () => Date.now() + ahead;

/** Lets the clock come to `time` (milliseconds since 1970), or waits for it. */
export async function comes(time) {
  const missing = time - now();
  if (missing <= 0) return;
  if (!folder) {
    await delay(missing);
    return;
  }
  ahead += Math.ceil(missing);
  writes();
}

if (process.env.CLOCK_REPORT) {
  process.on('exit', () => console.error(`# the clock was moved on by ${Math.round(ahead / 1000)} s`));
}
