// Made people: they choose a password, take a phone, and log in, by the product's own pages.

import { randomBytes } from 'node:crypto';
import { nonceOf } from './browser.mjs';
import { value } from './product.mjs';
import { Phone } from './totp.mjs';

/** A random password; now and then one is too easy to guess for the product. */
export const newPassword = () => `Sek${[...randomBytes(5)].map((byte) => `${'abcdefghkm'[byte % 10]}${byte % 10}`).join('')}`;

function expects(answer, path, what) {
  const target = answer.header('location') ?? '';
  if (answer.status !== 303 || !target.startsWith(path)) {
    throw new Error(`${what}: ${answer.status} ${target} instead of ${path}`);
  }
}

export class Person {
  /** `entrance`: the log-in page; `area`: `/console` or `/operator`. */
  constructor({ browser, entrance, merchantCode, userId, password, phone, area = '/console' }) {
    Object.assign(this, { browser, entrance, merchantCode, userId, password, phone, area });
  }

  fields(code) {
    const own = { user_id: this.userId, password: this.password, code };
    return this.merchantCode ? { merchant_code: this.merchantCode, ...own } : own;
  }

  /** From the first password to the menu. */
  async setsUp() {
    const { browser, area } = this;
    expects(await browser.fills(this.entrance, this.fields('')), `${area}/password`, 'first log-in');
    await this.choosesPassword();
    const issued = await browser.fills(`${area}/secret`, {}, `${area}/secret/issue`);
    expects(issued, `${area}/secret`, 'issue');
    const page = await browser.get(`${area}/secret`);
    this.phone = new Phone(page.body.match(/<copy-text data-value="([A-Z2-7]+)"/)[1]);
    const code = { code: await this.phone.fresh() };
    expects(await browser.fills(`${area}/secret`, code, `${area}/secret/confirm`), `${area}/menu`, 'first code');
    return this;
  }

  async choosesPassword() {
    const page = `${this.area}/password`;
    for (let tries = 1; ; tries += 1) {
      this.password = newPassword();
      const typed = { new_password: this.password, new_password_again: this.password };
      const answer = await this.browser.fills(page, typed);
      if (answer.status === 303 || tries === 5) return expects(answer, `${this.area}/secret`, 'new password');
    }
  }

  /** Logs in in `browser`, its own if none is given; gives the answer. */
  async logsIn(browser = this.browser) {
    return browser.fills(this.entrance, this.fields(await this.phone.fresh()));
  }

  async isIn(browser = this.browser) {
    return (await browser.get(`${this.area}/menu`)).status === 200;
  }
}

/** 管理, in the menu. */
export function administrator(product, browser) {
  const { merchant } = product;
  const entrance = `/${merchant.access_key}`;
  return new Person({
    browser, entrance, merchantCode: merchant.merchant_code, userId: merchant.merchant_code,
    password: merchant.first_password,
  }).setsUp();
}

/** A user whom 管理 registers, in the menu. `type`: `general` or `shipping`. */
export async function user(product, admin, browser, { userId, type = 'general' }) {
  const mail = `${userId}@shop.example`;
  const fields = { user_type: type, user_id: userId, login_method: 'mail', name: '店員 太郎', mail };
  const [page, check] = ['/console/users/new', '/console/users/check'];
  const shown = await admin.browser.fills(page, { ...fields, step: 'check' }, check);
  const form = nonceOf(shown.body, page);
  if (!form) throw new Error(`${userId} cannot be registered (${shown.status})`);
  const done = await admin.browser.send(page, { form, ...fields, step: 'confirm' });
  expects(done, '/console/users/', 'registration');
  const letter = await product.letter(mail, '仮パスワード');
  return new Person({
    browser, entrance: admin.entrance, merchantCode: admin.merchantCode, userId,
    password: value(letter, '仮パスワード'),
  }).setsUp();
}

/** An operator of the centre, in the menu. */
export async function operator(product, browser) {
  const printed = JSON.parse(await product.command(
    'operator', 'create', '--user-id', 'center01', '--name', '窓口 一子', '--mail', 'center01@desk.example',
    '--print', '--json',
  ));
  return new Person({
    browser, entrance: '/operator', userId: 'center01', password: printed.first_password, area: '/operator',
  }).setsUp();
}
