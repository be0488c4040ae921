// The tests' own tools, before anybody trusts them.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { createTransport } from 'nodemailer';
import qrcode from 'qrcode-generator';
import { Authenticator, codeAt, readQr } from '../harness/authenticator.mjs';
import { launch, openWindow } from '../harness/browser.mjs';
import { makeCertificates } from '../harness/certificates.mjs';
import { axeFindsNothing, fitsANarrowScreen, saysWhatItIs, tabReachesEverything } from '../harness/eyes.mjs';
import { Keyboard, assertFocusIsVisible } from '../harness/hands.mjs';
import { ja } from '../harness/labels.mjs';
import { SmtpMailbox } from '../harness/mailbox.mjs';

const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
let folder;
let browser;

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'harness-'));
  browser = await launch();
});

after(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

async function pageOf(html) {
  const window = await openWindow(browser, { baseUrl: 'http://127.0.0.1', labels: ja });
  await window.page.setContent(html);
  return window;
}

test('oathtool gives the codes of RFC 6238', async () => {
  assert.equal(await codeAt(RFC_SECRET, 59), '287082');
  assert.equal(await codeAt(RFC_SECRET, 1111111109), '081804');
});

test('an authenticator gives each code once, and a wrong code that is none of the near ones', async () => {
  const phone = new Authenticator();
  phone.types('GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ');
  assert.equal(phone.secret, RFC_SECRET);
  const [first, second] = [await phone.freshCode(), await phone.freshCode()];
  assert.notEqual(first, second);
  assert.ok(![first, second].includes(await phone.wrongCode()));
});

test('zbarimg reads a QR from a screenshot of a page', async () => {
  const address = 'otpauth://totp/%E9%96%A2%E6%89%80:123456789%20User1?secret=GEZDGNBVGY3TQOJQ&issuer=%E9%96%A2%E6%89%80';
  const qr = qrcode(0, 'M');
  qr.addData(address);
  qr.make();
  const { context, page } = await pageOf(`<h1>登録用QRコード</h1>${qr.createSvgTag(5, 20)}`);
  assert.equal(await readQr(await page.screenshot({ fullPage: true })), address);
  await context.close();
});

test('the SMTP server takes mail over STARTTLS with the right password, and nothing else', async () => {
  const { key, cert, authority } = await makeCertificates(folder);
  const mails = await SmtpMailbox.start({ key, cert, user: 'sekisho', password: 'right' });
  const send = (options) =>
    createTransport({
      host: 'localhost', port: mails.port, requireTLS: true,
      auth: { user: 'sekisho', pass: 'right' }, ...options,
    }).sendMail({
      from: 'no-reply@shop.example', to: 'owner@shop.example', subject: '仮パスワードのご連絡-「関所」',
      text: '■仮パスワード\r\nAb3dEf6hJk9m\r\n\r\n■ユーザID: User1\r\nhttp://127.0.0.1:1/reset/abc\r\n',
    });
  const tls = { ca: await readFile(authority) };
  await assert.rejects(send({ tls, auth: { user: 'sekisho', pass: 'wrong' } }));
  await assert.rejects(send({ tls, auth: undefined }), 'mail without a password was taken');
  await assert.rejects(send({}), 'the certificate of a stranger was accepted');
  mails.deferNext = 1;
  await assert.rejects(send({ tls }), /451|again later/);
  await send({ tls });

  const mail = await mails.next({ to: 'owner@shop.example', subject: '仮パスワード' });
  assert.equal(mail.value('Temporary password', '仮パスワード'), 'Ab3dEf6hJk9m');
  assert.equal(mail.value('ユーザID'), 'User1');
  assert.equal(mail.address(/\/reset\//), 'http://127.0.0.1:1/reset/abc');
  assert.deepEqual({ ...mails.seen, sessions: 0 }, { sessions: 0, tls: 1, refusedLogins: 1, deferred: 1 });
  await mails.close();
});

test('a window notices script errors and what is fetched from elsewhere', async () => {
  const { context, page, faults } = await pageOf('<script>null.x</script>');
  await page.setContent('<img src="http://127.0.0.2:9/mark.png" alt="">');
  await assert.doesNotReject(() => page.waitForTimeout(300));
  assert.ok(faults.some((fault) => fault.startsWith('script:')), String(faults));
  assert.ok(faults.some((fault) => fault.startsWith('fetched from elsewhere')), String(faults));
  await context.close();
});

test('the keyboard fills, chooses and presses, and fails where the Tab key does not lead', async () => {
  const { context, page } = await pageOf(`
    <style>a.plain:focus { outline: none }</style>
    <label>名前 <input id="n" value="old"></label>
    <label><input type="radio" name="r" checked>一般</label><label><input type="radio" name="r">出荷</label>
    <label><input type="checkbox">同一</label>
    <button onclick="document.title = n.value">確認</button>
    <label>届かない <input tabindex="-1"></label><a class="plain" href="#x">見えない</a>`);
  const keyboard = new Keyboard(page);
  await keyboard.fills('名前', 'new');
  await keyboard.chooses('出荷');
  await keyboard.chooses('同一');
  await keyboard.presses('確認');
  assert.equal(await page.title(), 'new');
  assert.ok(await page.getByLabel('出荷').isChecked());
  await assert.rejects(keyboard.fills('届かない', 'x'), /does not reach/);
  await page.getByRole('link').focus();
  await assert.rejects(assertFocusIsVisible(page), /nothing shows the focus/);
  await context.close();
});

test('the eyes find what is wrong with a page, and nothing on a sound one', async () => {
  const sound = `<!doctype html><html lang="ja"><head><title>x</title></head><body><main><h1>題</h1>
    <label>名前 <input></label><label><input type="radio" name="r">一</label>
    <label><input type="radio" name="r" checked>二</label><button>確認</button><button disabled>不可</button>
    <a href="#y">先へ</a></main></body></html>`;
  const { context, page } = await pageOf(sound);
  await saysWhatItIs(page, 'sound', 'ja');
  await axeFindsNothing(page, 'sound');
  await tabReachesEverything(page, 'sound');
  await fitsANarrowScreen(page, 'sound');

  const faulty = (html) => page.setContent(sound.replace('</main>', `${html}</main>`));
  await faulty('<input>');
  await assert.rejects(axeFindsNothing(page, 'faulty'), /label/);
  await faulty('<button tabindex="3">先に</button><button>後に</button>');
  await assert.rejects(tabReachesEverything(page, 'faulty'), /jumps/);
  await faulty('<button onfocus="this.blur()">逃げる</button>');
  await assert.rejects(tabReachesEverything(page, 'faulty'), /does not reach/);
  await faulty('<style>a:focus { outline: none }</style>');
  await assert.rejects(tabReachesEverything(page, 'faulty'), /nothing shows the focus/);
  await faulty('<pre>' + 'x'.repeat(200) + '</pre>');
  await assert.rejects(fitsANarrowScreen(page, 'faulty'), /wider than 320/);
  await faulty('<p id="a"></p><p id="a"></p>');
  await assert.rejects(saysWhatItIs(page, 'faulty', 'ja'), /ids/);
  await assert.rejects(saysWhatItIs(page, 'faulty', 'en'), /language/);
  await context.close();
});
