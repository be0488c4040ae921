// Judges findings by the list of those that are explained, scans/explained.json: what is not in it fails.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from './product.mjs';

export const BITES = process.argv.includes('--bites');

/** The folder for what a scanner wrote; it stays for whoever wants to read on. */
export async function outFolder(scan) {
  const folder = path.join(process.env.CARGO_TARGET_DIR ?? path.join(ROOT, 'target'), 'scans', BITES ? `${scan}-bites` : scan);
  await mkdir(folder, { recursive: true });
  return folder;
}

export class Verdict {
  figures = [];
  findings = [];

  constructor(scan) {
    this.scan = scan;
  }

  /** A figure for the report. */
  says(text) {
    this.figures.push(text);
    console.log(text);
  }

  /** A finding: `id` is what the list explains by, `text` what a person reads. */
  finds(id, text) {
    this.findings.push({ id, text });
  }

  /** A promise of the scan: a finding unless it holds. */
  holds(good, id, text) {
    if (!good) this.finds(id, text);
  }

  /**
   * Prints all findings with their explanations; sets the exit code. With `--bites`, the product was
   * spoilt: then every one of `wanted` (regular expressions of ids) has to be found, or it fails.
   */
  async ends({ wanted = [] } = {}) {
    const list = JSON.parse(await readFile(path.join(ROOT, 'scans/explained.json'), 'utf8'));
    const known = list.filter(({ scan }) => scan === this.scan)
      .map((entry) => ({ ...entry, fits: new RegExp(`^(?:${entry.finding})$`) }));
    const groups = new Map();
    for (const { id, text } of this.findings) {
      const group = groups.get(id) ?? { texts: [], why: known.find(({ fits }) => fits.test(id))?.why };
      group.texts.push(text);
      groups.set(id, group);
    }
    for (const [id, { texts, why }] of groups) {
      console.log(`${why ? 'explained' : 'FINDING'}  ${id} (${texts.length}): ${texts[0]}`);
      if (why) console.log(`           ${why}`);
    }
    const open = [...groups].filter(([, { why }]) => !why).map(([id]) => id);
    const explained = groups.size - open.length;
    console.log(`${this.scan}: ${groups.size} kinds of findings, ${explained} explained, ${open.length} not`);
    await this.#writes(groups);
    if (!BITES) {
      process.exitCode = open.length > 0 ? 1 : 0;
      return;
    }
    const missed = wanted.filter((want) => !open.some((id) => new RegExp(want).test(id)));
    for (const want of missed) console.log(`MISSED  ${want}: the spoilt product passed`);
    console.log(`${this.scan}: ${wanted.length - missed.length} of ${wanted.length} spoilt things were found`);
    process.exitCode = missed.length > 0 ? 1 : 0;
  }

  async #writes(groups) {
    const found = Object.fromEntries(groups);
    const text = JSON.stringify({ figures: this.figures, findings: found }, null, 1);
    await writeFile(path.join(await outFolder(this.scan), 'verdict.json'), `${text}\n`);
  }
}

/** Runs a scan: what it opened is ended whatever happens, the last first. */
export async function scan(name, body) {
  const verdict = new Verdict(name);
  const ends = [];
  // Each thing that is started listens for the end.
  process.setMaxListeners(0);
  // Ended from outside, it leaves by way of 'exit', where everything that was started is ended.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(2));
  const opens = async (opening) => {
    const thing = await opening;
    ends.unshift(thing.stop);
    return thing;
  };
  try {
    await body(verdict, opens);
  } catch (fault) {
    console.log(`${name}: the scan itself failed: ${fault.stack}`);
    process.exitCode = 2;
  } finally {
    for (const end of ends) await end().catch((fault) => console.log(String(fault)));
  }
}
