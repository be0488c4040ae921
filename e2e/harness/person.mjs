// Somebody at work with the console: an administrator in the shop, a clerk. Says what people
// do and see; where things stand on a page is the page's business.

import assert from 'node:assert/strict';
import { openWindow } from './browser.mjs';
import { Mouse } from './hands.mjs';

/** The administrator's or clerk's answers to "what do you do when a page has come up?" */
const LOOK_AT_NOTHING = async () => {};

export class Person {
  /**
   * @param {object} is
   * @param {import('playwright-core').Browser} is.browser
   * @param {string} is.baseUrl where the product answers
   * @param {object} is.labels the words of the language that the person reads
   * @param {boolean} [is.javaScript] whether the browser runs scripts
   * @param {typeof Mouse} [is.hands] how the person works a page
   * @param {Function} [is.looks] called with a name and the page whenever a page has come up
   */
  static async sitsDown({ browser, baseUrl, labels, javaScript, width, hands = Mouse, looks }) {
    const window = await openWindow(browser, { baseUrl, labels, javaScript, width });
    return new Person({ ...window, baseUrl, labels, hands, looks });
  }

  constructor({ context, page, faults, baseUrl, labels, hands, looks }) {
    Object.assign(this, { context, page, faults, baseUrl, labels });
    this.hands = new hands(page);
    this.looks = looks ?? LOOK_AT_NOTHING;
  }

  // --- seeing ------------------------------------------------------------------

  /** Waits for the page with this title, in the heading and on the tab. */
  async sees(title, name) {
    await this.page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
    const tab = await this.page.title();
    assert.ok(tab.startsWith(`${title} | `), `the tab says "${tab}" on the page "${title}"`);
    assert.deepEqual(this.faults, [], `faults on the way to "${title}"`);
    if (name) await this.looks(name, this.page);
  }

  async reads(text) {
    await this.page.getByText(text, { exact: false }).filter({ visible: true }).first().waitFor();
  }

  async doesNotRead(text) {
    assert.equal(await this.page.getByText(text, { exact: true }).count(), 0, `"${text}" is there`);
  }

  // --- the gate ----------------------------------------------------------------

  async opens(address) {
    await this.page.goto(new URL(address, this.baseUrl).href);
  }

  async opensLoginPage(loginUrl) {
    this.loginUrl = loginUrl;
    await this.opens(loginUrl);
    await this.sees(this.labels.login, 'login');
  }

  async logsIn({ merchantCode, userId, password, code = '' }) {
    const { labels, hands } = this;
    await hands.fills(labels.merchantCode, merchantCode);
    await hands.fills(labels.userId, userId);
    await hands.fills(labels.password, password);
    await hands.fills(labels.code, code);
    await hands.presses(labels.login);
  }

  async isRefused() {
    await this.page.getByRole('heading', { name: this.labels.failure, exact: true }).waitFor();
    await this.looks('login-failure', this.page);
  }

  /** Whether the answer to the last try is the lock page; else it is a refusal. */
  async meetsTheLock() {
    const locked = this.page.getByRole('heading', { name: this.labels.locked, exact: true });
    const refused = this.page.getByRole('heading', { name: this.labels.failure, exact: true });
    await locked.or(refused).waitFor();
    if (!(await locked.count())) return false;
    await this.sees(this.labels.locked, 'lock');
    return true;
  }

  async logsOut() {
    await this.hands.presses(this.labels.logout);
    await this.sees(this.labels.login, 'logged-out');
  }

  async closesTheBrowser() {
    await this.context.close();
  }

  // --- reset -------------------------------------------------------------------

  async requestsReset({ merchantCode, userId }) {
    const { labels, hands } = this;
    await hands.follows(labels.resetLink);
    await this.sees(labels.reset, 'reset-request');
    await hands.fills(labels.merchantCode, merchantCode);
    await hands.fills(labels.userId, userId);
    await hands.presses(labels.requestReset);
    await this.sees(labels.resetAccepted, 'reset-accepted');
  }

  async opensResetMail(mail) {
    await this.opens(mail.address(/\/reset\//));
    await this.sees(this.labels.reset, 'reset-link');
  }

  async asksForTemporaryPassword() {
    await this.hands.presses(this.labels.sendTemporary);
    await this.sees(this.labels.temporarySent, 'temporary-sent');
  }

  async goesOnToLogin() {
    const { page, labels, hands } = this;
    const asButton = await page.getByRole('button', { name: labels.backToLogin, exact: true }).count();
    await (asButton ? hands.presses(labels.backToLogin) : hands.follows(labels.backToLogin));
    await this.sees(labels.login);
  }

  // --- password and secret -----------------------------------------------------

  async changesPassword(password, { current } = {}) {
    const { labels, hands } = this;
    await this.sees(labels.passwordChange, current ? 'password' : 'password-forced');
    if (current) await hands.fills(labels.currentPassword, current);
    await hands.fills(labels.newPassword, password);
    await hands.fills(labels.newPasswordAgain, password);
    await hands.presses(labels.save);
  }

  async pressesIssue() {
    await this.sees(this.labels.secret, 'secret');
    await this.hands.presses(this.labels.issue);
    await this.page.getByLabel(this.labels.issuedSecret, { exact: true }).waitFor();
    await this.sees(this.labels.secret, 'secret-issued');
  }

  /** The secret as it stands on the page, in groups. */
  async readsSecret() {
    return (await this.page.getByLabel(this.labels.issuedSecret, { exact: true }).innerText()).trim();
  }

  /** A picture of the page as it is, as a phone's camera would see it. */
  async holdsPhoneToScreen() {
    return this.page.screenshot({ fullPage: true });
  }

  async finishesRegistration(code) {
    await this.hands.fills(this.labels.confirmCode, code);
    await this.hands.presses(this.labels.finish);
  }

  // --- the console -------------------------------------------------------------

  async seesAdminMenu() {
    await this.sees(this.labels.adminMenu, 'menu-admin');
  }

  async seesMenu() {
    await this.sees(this.labels.menu, 'menu');
  }

  async goesToUsers() {
    await this.hands.follows(this.labels.users);
    await this.sees(this.labels.users, 'users');
  }

  async startsNewUser() {
    await this.hands.follows(this.labels.newUser);
    await this.sees(this.labels.userEnter, 'user-enter');
  }

  async entersUser({ userId, name, mail, type, byMail = true, samePerson = false }) {
    const { labels, hands } = this;
    await hands.chooses(type === 'shipping' ? labels.shipping : labels.general);
    await hands.fills(labels.userId, userId);
    await hands.chooses(byMail ? labels.byMail : labels.notByMail);
    if (samePerson) {
      await hands.chooses(labels.samePerson);
    } else {
      await hands.fills(labels.userName, name);
      await hands.fills(labels.mail, mail);
    }
    await hands.presses(labels.check);
  }

  async confirmsUser() {
    await this.sees(this.labels.userCheck, 'user-check');
    await this.hands.presses(this.labels.confirm);
    await this.sees(this.labels.userDone, 'user-done');
    await this.reads(this.labels.doneText);
  }

  async registersUser(user) {
    await this.goesToUsers();
    await this.startsNewUser();
    await this.entersUser(user);
    await this.confirmsUser();
  }

  async goesToMenu() {
    await this.hands.follows(this.labels.toMenu);
  }

  /** Opens 編集 of one user in the list. */
  async editsUser(userId) {
    const row = this.page.getByRole('row').filter({
      has: this.page.getByText(userId, { exact: true }),
    });
    await this.hands.follows(this.labels.edit, row);
    await this.sees(this.labels.userEdit, 'user-edit');
  }

  /** Presses the button in the row that begins with these words. */
  async pressesInRow(rowLabel, name) {
    const row = this.page
      .getByRole('term')
      .filter({ hasText: new RegExp(`^\\s*${rowLabel}\\s*$`) })
      .locator('..');
    await this.hands.presses(name, row);
  }

  /** A question comes up: in a dialog, or on a page of its own where there are no scripts. */
  async isAsked(question) {
    await this.page.getByRole('heading', { name: question, exact: true }).waitFor();
  }

  async confirmsAct(name, act) {
    const button = this.page.getByRole('button', { name, exact: true });
    await button.waitFor();
    await this.looks(act, this.page);
    const reason = this.page.getByLabel(this.labels.reason, { exact: true });
    if (await reason.count()) await this.hands.fills(this.labels.reason, '電話で依頼');
    await this.hands.presses(name);
    await this.sees(this.labels.userEdit);
  }

  /** The address at which the person is. */
  get whereabouts() {
    return new URL(this.page.url()).pathname;
  }
}
