// A shop that is past its first steps: the administrator is in, clerks can be hired.

import { PASSWORDS, SUBJECTS, scansTheQr, setsUp, step3, temporaryPassword } from './journey.mjs';
import { Person } from './person.mjs';

export class Shop {
  #hired = 0;

  /** The administrator of a demo merchant sets up with the password on paper and stays in. */
  static async opens({ browser, product, merchant, labels }) {
    const shop = new Shop();
    Object.assign(shop, { browser, product, merchant, labels, mails: product.mails });
    shop.admin = await shop.somebody();
    await shop.admin.opensLoginPage(merchant.loginUrl);
    shop.adminPhone = await setsUp(shop.admin, {
      merchant, userId: merchant.code, temporary: merchant.firstPassword,
      password: PASSWORDS.admin, takesSecret: scansTheQr,
    });
    await shop.admin.seesAdminMenu();
    return shop;
  }

  somebody(more = {}) {
    const { browser, product, labels } = this;
    return Person.sitsDown({ browser, baseUrl: product.baseUrl, labels, ...more });
  }

  /** A new user with the first password in hand, before the first log-in. */
  async hires(is = {}) {
    this.#hired += 1;
    const userId = `User${this.#hired}`;
    const user = {
      userId, name: `店員 ${this.#hired}号`, mail: `${userId.toLowerCase()}@shop.example`, type: 'general', ...is,
    };
    await this.admin.opens('/console');
    await this.admin.seesAdminMenu();
    return { user, temporary: await step3(this.admin, { mails: this.mails, user }) };
  }

  /** A clerk who has set up password and code app and sits before the menu. */
  async clerkAtWork(is) {
    const { user, temporary } = await this.hires(is);
    const clerk = await this.somebody();
    await clerk.opensLoginPage(this.merchant.loginUrl);
    const phone = await setsUp(clerk, {
      merchant: this.merchant, userId: user.userId, temporary, password: PASSWORDS.clerk,
      takesSecret: scansTheQr,
    });
    await clerk.seesMenu();
    const login = { merchantCode: this.merchant.code, userId: user.userId, password: PASSWORDS.clerk };
    return { clerk, user, phone, login };
  }

  /** The administrator opens 編集 of a user. */
  async adminEdits(user) {
    await this.admin.opens('/console');
    await this.admin.goesToUsers();
    await this.admin.editsUser(user.userId);
  }

  /** The administrator initialises the user's password; gives the temporary one from the mail. */
  async adminResetsPassword(user) {
    const { admin, labels } = this;
    await this.adminEdits(user);
    await admin.pressesInRow(labels.rowPassword, labels.resetButton);
    await admin.confirmsAct(labels.confirm, 'ask-password');
    await admin.reads(labels.passwordWasReset);
    return temporaryPassword(await this.mails.next({ to: user.mail, subject: SUBJECTS.temporary }));
  }

  async adminResetsCode(user) {
    const { admin, labels } = this;
    await this.adminEdits(user);
    await admin.pressesInRow(labels.rowCode, labels.resetButton);
    await admin.confirmsAct(labels.ok, 'ask-code');
    await admin.reads(labels.codeWasReset);
    return this.mails.next({ to: user.mail, subject: SUBJECTS.secretReset });
  }

  async adminReleasesLock(user) {
    const { admin, labels } = this;
    await this.adminEdits(user);
    await admin.pressesInRow(labels.rowLock, labels.release);
    await admin.confirmsAct(labels.confirm, 'ask-release');
    await admin.reads(labels.lockWasReleased);
  }
}
