// Starts programs, bounds their time, and ends by their id those that were started, and no other.

import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE_MS = 20_000;

/** Runs a program to its end; gives what it printed on standard output. */
export async function said(program, args, { mayFail = false, env = {} } = {}) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let out = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0 && !mayFail) throw new Error(`${program} ${args[0]} ended with ${code}:\n${out}${errors}`);
  return out;
}

/**
 * Runs a scanner for at most `seconds`, in a process group of its own, its output in `log`. Gives the
 * exit code, or `late` when it had to be ended.
 */
export async function scanner(program, args, { log, seconds, env = {}, cwd }) {
  const out = createWriteStream(log);
  const child = spawn(program, args, {
    detached: true, cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env },
  });
  child.stdout.pipe(out, { end: false });
  child.stderr.pipe(out, { end: false });
  const ended = new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  const end = () => {
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  };
  process.once('exit', end);
  const code = await Promise.race([ended, delay(seconds * 1000, 'late', { ref: false })]);
  if (code === 'late') {
    end();
    await ended;
  }
  process.off('exit', end);
  await new Promise((resolve) => out.end(resolve));
  return code;
}

/** A server in the foreground; `stop` asks it to end, by its id. */
export class Server {
  output = '';
  #child;
  #ended;
  #end = () => this.#child.kill('SIGKILL');

  constructor(program, args, { env = {} } = {}) {
    this.#child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (this.output += text));
    }
    this.#ended = new Promise((resolve) => {
      this.#child.on('error', (fault) => resolve((this.output += String(fault))));
      this.#child.on('close', resolve);
    });
    process.once('exit', this.#end);
  }

  get alive() {
    return this.#child.exitCode === null && this.#child.signalCode === null && this.#child.pid;
  }

  async stop() {
    if (this.alive) this.#child.kill('SIGTERM');
    const late = delay(PATIENCE_MS, 'late', { ref: false });
    if ((await Promise.race([this.#ended, late])) === 'late') this.#child.kill('SIGKILL');
    process.off('exit', this.#end);
  }
}
