// Measures whole commands of the released binary; see `run`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';

const [binary, option] = process.argv.slice(2);
const RUNS = option === '--quick' ? 3 : 20;
const ACCOUNTS = 10_000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const folder = mkdtempSync(join(tmpdir(), 'tegata-bench-'));
const at = (name) => join(folder, name);

/** A made-up key of 160 bits that is different for each number. */
function key(number) {
  let state = number + 1;
  let text = '';
  for (let i = 0; i < 32; i += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    text += ALPHABET[state >>> 27];
  }
  return text;
}

function lines(count) {
  const all = [];
  for (let n = 0; n < count; n += 1) {
    all.push(`otpauth://totp/Issuer${n % 500}:user${n}@example.org?secret=${key(n)}&issuer=Issuer${n % 500}`);
  }
  return all.join('\n') + '\n';
}

function run(vault, args, input = '') {
  const began = process.hrtime.bigint();
  const done = spawnSync(binary, ['--vault', vault, ...args], {
    input, env: { ...process.env, LC_ALL: 'C.UTF-8' }, maxBuffer: 1 << 28,
  });
  const ms = Number(process.hrtime.bigint() - began) / 1e6;
  if (done.status !== 0) {
    throw new Error(`${args.join(' ')}: ${done.status} ${done.stderr}`);
  }
  return ms;
}

function measure(name, work) {
  const times = [];
  for (let n = 0; n < RUNS; n += 1) times.push(work(n));
  times.sort((a, b) => a - b);
  const middle = times[Math.floor(times.length / 2)];
  const show = (ms) => (ms < 10 ? ms.toFixed(1) : ms.toFixed(0));
  console.log(`| ${name} | ${show(middle)} (${show(times[0])} – ${show(times.at(-1))}) |`);
}

try {
  const file = at('many.txt');
  writeFileSync(file, lines(ACCOUNTS));
  const [small, large, sealed] = ['small', 'large', 'sealed'].map((name) => at(`${name}.tegata`));
  run(small, ['init', '--open', '--yes']);
  writeFileSync(at('ten.txt'), lines(10));
  run(small, ['import', at('ten.txt'), '--yes']);
  run(large, ['init', '--open', '--yes']);
  run(large, ['import', file, '--yes']);
  const costs = ['light', 'standard', 'strong'];
  for (const cost of costs) {
    run(`${sealed}-${cost}`, ['init', '--cost', cost], 'correct horse\ncorrect horse\n');
    run(`${sealed}-${cost}`, ['import', file, '--yes'], 'correct horse\n');
  }

  const version = spawnSync(binary, ['--version']).stdout.toString().trim();
  const [{ model }] = cpus();
  const day = new Date().toISOString().slice(0, 10);
  console.log(`${version}, ${day}: ${cpus().length} × ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, `
    + `Node ${process.version}; load ${loadavg()[0].toFixed(1)} at the beginning.`);
  console.log(`${RUNS} runs each of whole commands, start of the process included; milliseconds, median (least – most).\n`);
  console.log('| Command | ms |\n|---|---:|');
  measure('`code NAME`, 10 accounts, open vault', () => run(small, ['code', 'user3@']));
  const one = ['code', 'user7777@example.org'];
  measure('`code NAME`, 10,000 accounts, open vault', () => run(large, one));
  for (const cost of costs) {
    measure(`\`code NAME\`, 10,000 accounts, password, \`--cost ${cost}\``,
      () => run(`${sealed}-${cost}`, one, 'correct horse\n'));
  }
  measure('`code`, all of 10,000', () => run(large, ['code']));
  measure('`list`, 10,000 accounts', () => run(large, ['list']));
  measure('`list WORDS`, 10,000 accounts', () => run(large, ['list', 'issuer42', 'user7']));
  measure('`rename`, 10,000 accounts (one write)', (n) => run(large, ['rename', '1', `name ${n}`]));
  measure('`import`, 10,000 new accounts', (n) => {
    const fresh = at(`fresh-${n}.tegata`);
    run(fresh, ['init', '--open', '--yes']);
    return run(fresh, ['import', file, '--yes']);
  });
  measure('`import`, the same 10,000 again', () => run(large, ['import', file, '--yes']));
  measure('`doctor`, 10,000 accounts', () => spawnTime(large, ['doctor']));
  measure('`export otpauth`, 10,000 accounts',
    () => run(large, ['export', 'otpauth', at('out.txt'), '--yes', '--force']));
  measure('`verify-backup`, 10,000 accounts', () => run(large, ['verify-backup', at('out.txt')]));
  console.log(`\nThe vault with 10,000 accounts has ${statSync(large).size} bytes.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** For a command that ends with findings, which is no failure here. */
function spawnTime(vault, args) {
  const began = process.hrtime.bigint();
  const done = spawnSync(binary, ['--vault', vault, ...args], { maxBuffer: 1 << 28 });
  if (done.status !== 0 && done.status !== 10) throw new Error(`${args}: ${done.stderr}`);
  return Number(process.hrtime.bigint() - began) / 1e6;
}
