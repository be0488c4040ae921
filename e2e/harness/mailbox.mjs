// Mail as it arrives: over SMTP at a server of the test's own, or as files in the demo's folder.

import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { simpleParser } from 'mailparser';

const PATIENCE_MS = 30_000;

/** What both kinds of mailbox share: waiting for a mail and handing each one out once. */
class Mailbox {
  #read = new Set();

  /** The next mail to `to` whose subject holds one of the texts; each mail is given once. */
  async next({ to, subject, patienceMs = PATIENCE_MS }) {
    const texts = [subject].flat();
    for (let waited = 0; waited < patienceMs; waited += 100) {
      const found = (await this.all()).find(
        (mail) =>
          !this.#read.has(mail.key) &&
          mail.to.includes(to) &&
          texts.some((text) => mail.subject.includes(text)),
      );
      if (found) {
        this.#read.add(found.key);
        return found;
      }
      await delay(100);
    }
    const there = (await this.all()).map((mail) => `${mail.to}: ${mail.subject}`).join('\n  ');
    throw new Error(`no mail "${texts.join('" or "')}" to ${to}; there are:\n  ${there}`);
  }
}

/** An SMTP server that speaks STARTTLS and insists on it and on the right password. */
export class SmtpMailbox extends Mailbox {
  #server;
  #mails = [];
  /** What the clients said: how often each happened. */
  seen = { sessions: 0, tls: 0, refusedLogins: 0, deferred: 0 };
  /** As many messages as this are answered with a temporary error before one is taken. */
  deferNext = 0;

  static async start({ key, cert, user, password }) {
    const box = new SmtpMailbox();
    box.#server = new SMTPServer({
      key,
      cert,
      authMethods: ['PLAIN', 'LOGIN'],
      onConnect: (session, done) => {
        box.seen.sessions += 1;
        done();
      },
      onAuth: (auth, session, done) => {
        if (session.secure && auth.username === user && auth.password === password) {
          done(null, { user });
        } else {
          box.seen.refusedLogins += 1;
          done(new Error('wrong user or password'));
        }
      },
      onData: (stream, session, done) => box.#take(stream, session, done),
    });
    // A client that turns away in the midst of a conversation is for the test to notice.
    box.#server.on('error', () => {});
    await new Promise((ready) => box.#server.listen(0, '127.0.0.1', ready));
    return box;
  }

  get port() {
    return this.#server.server.address().port;
  }

  async #take(stream, session, done) {
    const parsed = await simpleParser(stream);
    if (this.deferNext > 0) {
      this.deferNext -= 1;
      this.seen.deferred += 1;
      const later = new Error('try again later');
      later.responseCode = 451;
      done(later);
      return;
    }
    if (session.secure) this.seen.tls += 1;
    const to = session.envelope.rcptTo.map((recipient) => recipient.address);
    this.#mails.push(mail(parsed, this.#mails.length, to));
    done();
  }

  async all() {
    return this.#mails;
  }

  async close() {
    await new Promise((closed) => this.#server.close(closed));
  }
}

/** The folder of `.eml` files that a demo writes. */
export class FolderMailbox extends Mailbox {
  #folder;

  constructor(folder) {
    super();
    this.#folder = folder;
  }

  async all() {
    const names = await readdir(this.#folder).catch(() => []);
    const mails = [];
    for (const name of names.filter((name) => name.endsWith('.eml')).sort()) {
      const parsed = await simpleParser(await readFile(path.join(this.#folder, name)));
      mails.push(mail(parsed, name, parsed.to?.value.map((entry) => entry.address) ?? []));
    }
    return mails;
  }

  async close() {}
}

function mail(parsed, key, to) {
  return {
    key,
    to,
    subject: parsed.subject ?? '',
    from: parsed.from?.text ?? '',
    text: parsed.text ?? '',
    messageId: parsed.messageId,
    /** The only web address in the text that matches. */
    address(pattern) {
      const found = this.text.match(/https?:\/\/[^\s<>"]+/g) ?? [];
      const match = found.find((address) => pattern.test(address));
      if (!match) throw new Error(`no address like ${pattern} in:\n${this.text}`);
      return match;
    },
    /** The value under (or beside) a line `■label`, for the first label that is there. */
    value(...labels) {
      const lines = this.text.split(/\r?\n/).map((line) => line.trim());
      for (const label of labels) {
        const at = lines.findIndex((line) => line.startsWith(`■${label}`));
        if (at < 0) continue;
        const beside = lines[at].slice(label.length + 1).replace(/^[\s:：]+/, '');
        const value = beside || lines.slice(at + 1).find((line) => line !== '');
        if (value) return value;
      }
      throw new Error(`no ■${labels.join(' or ■')} in:\n${this.text}`);
    },
  };
}
