// Leads two people past every page of the first day, good days and bad. What they do is told
// by the journey; whoever takes the tour looks at each page through `looks(name, page)`.

import { SUBJECTS, people, PASSWORDS, scansTheQr, step4, temporaryPassword } from './journey.mjs';
import { Person } from './person.mjs';

const LONG_NAME = '勘解由小路三左衛門尉藤原朝臣実篤・東日本物流統括本部受付係長';

export async function tour({ browser, product, labels, merchant, looks, width }) {
  const sits = () =>
    Person.sitsDown({ browser, baseUrl: product.baseUrl, labels, looks, width });
  const [passerBy, admin, clerk] = [await sits(), await sits(), await sits()];
  const user = people.clerk;
  try {
    await withoutLoggingIn(passerBy, { merchant, labels });
    const phone = await administratorSetsUp(admin, { merchant, mails: product.mails, labels });
    const temporary = await administratorRegisters(admin, { mails: product.mails, labels, user });
    await step4(clerk, { merchant, user, temporary, password: PASSWORDS.clerk });
    await clerk.logsOut();
    await someoneGuesses(passerBy, { merchant, user });
    await administratorHelps(admin, { labels, user });
    return { admin, phone };
  } finally {
    for (const person of [passerBy, admin, clerk]) await person.closesTheBrowser();
  }
}

async function withoutLoggingIn(person, { merchant, labels }) {
  await person.opens('/');
  await person.sees(labels.keyPage, 'key');
  await person.opens('/?access_key=12ab');
  await person.sees(labels.keyPage, 'key-refused');
  await person.opens('/no/such/page');
  await person.sees(labels.notFound, 'not-found');
  await person.opensLoginPage(merchant.loginUrl);
  await person.logsIn({ merchantCode: merchant.code, userId: 'nobody', password: 'chigau1Wa' });
  await person.isRefused();
}

async function administratorSetsUp(admin, { merchant, mails, labels }) {
  const userId = merchant.code;
  await admin.opensLoginPage(merchant.loginUrl);
  await admin.requestsReset({ merchantCode: merchant.code, userId });
  const started = await mails.next({ to: merchant.contactMail, subject: SUBJECTS.resetStarted });
  await admin.opensResetMail(started);
  await admin.asksForTemporaryPassword();
  await admin.opens(started.address(/\/reset\//));
  await admin.sees(labels.resetDead, 'reset-dead');
  const sent = await mails.next({ to: merchant.contactMail, subject: SUBJECTS.temporary });

  await admin.opensLoginPage(merchant.loginUrl);
  await admin.logsIn({ merchantCode: merchant.code, userId, password: temporaryPassword(sent) });
  await admin.sees(labels.passwordChange);
  await admin.hands.fills(labels.newPassword, 'short');
  await admin.hands.fills(labels.newPasswordAgain, 'other');
  await admin.hands.presses(labels.save);
  await admin.sees(labels.passwordChange, 'password-errors');
  await admin.changesPassword(PASSWORDS.admin);
  await admin.pressesIssue();
  const phone = await scansTheQr(admin);
  await admin.finishesRegistration(await phone.wrongCode());
  await admin.reads(labels.wrongCode);
  await admin.sees(labels.secret, 'secret-wrong-code');
  await admin.finishesRegistration(await phone.freshCode());
  await admin.seesAdminMenu();
  return phone;
}

async function administratorRegisters(admin, { mails, labels, user }) {
  await admin.hands.follows(labels.users);
  await admin.sees(labels.users, 'users-empty');
  await admin.startsNewUser();
  await admin.entersUser({ userId: 'user 1!', name: '', mail: 'no address', type: 'general' });
  await admin.sees(labels.userEnter, 'user-enter-errors');
  await admin.entersUser({ userId: 'long01', name: LONG_NAME, mail: 'long@shop.example', type: 'general' });
  await admin.confirmsUser();
  await admin.hands.follows(labels.another);
  await admin.entersUser(user);
  await admin.confirmsUser();
  const mail = await mails.next({ to: user.mail, subject: SUBJECTS.registered });
  await admin.goesToMenu();
  await admin.seesAdminMenu();
  await admin.hands.follows(labels.ownPassword);
  await admin.sees(labels.passwordChange, 'password-own');
  return temporaryPassword(mail);
}

/** Wrong until the lock page stands there; whoever guesses longer than this meets no lock. */
async function someoneGuesses(person, { merchant, user }) {
  await person.opensLoginPage(merchant.loginUrl);
  for (let guess = 0; guess < 12; guess += 1) {
    await person.logsIn({ merchantCode: merchant.code, userId: user.userId, password: `ate${guess}Zuppo` });
    if (await person.meetsTheLock()) return;
  }
  throw new Error('twelve wrong passwords and no lock');
}

async function administratorHelps(admin, { labels, user }) {
  await admin.opens('/console');
  await admin.seesAdminMenu();
  await admin.goesToUsers();
  await admin.editsUser(user.userId);
  for (const [row, button, answer, title, name] of [
    [labels.rowLock, labels.release, labels.confirm, labels.askRelease, 'ask-release'],
    [labels.rowCode, labels.resetButton, labels.ok, labels.askCode, 'ask-code'],
    [labels.rowPassword, labels.resetButton, labels.confirm, labels.askPassword, 'ask-password'],
  ]) {
    await admin.pressesInRow(row, button);
    await admin.isAsked(title);
    await admin.confirmsAct(answer, name);
    await admin.sees(labels.userEdit, `after-${name}`);
  }
}

