// What JavaScript programs of others make of our files, and files that they make. One question on
// standard input (JSON), one answer on standard output.

import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import CryptoJS from 'crypto-js';
import { argon2id, argon2Verify } from 'hash-wasm';
import * as OTPAuth from 'otpauth';
// `otpauth-migration`, which is written for bundlers; see `run`.
import { OTPAuthMigration } from './migration.mjs';

const TYPES = [null, 'totp', 'hotp', 'battle', 'steam', 'hex', 'hhex'];
const ALGORITHMS = { 1: 'SHA1', 2: 'SHA256', 3: 'SHA512' };
const open = (sealed, passphrase) => CryptoJS.AES.decrypt(sealed, passphrase);
const openText = (sealed, passphrase) => open(sealed, passphrase).toString(CryptoJS.enc.Utf8);
const seal = (plain, passphrase) => CryptoJS.AES.encrypt(plain, passphrase).toString();
const withoutPadding = (bytes) => Buffer.from(bytes).toString('base64').replace(/=+$/, '');

/** `otpauth` (npm): one URI. */
function readUri(uri) {
  const read = OTPAuth.URI.parse(uri);
  const hotp = read instanceof OTPAuth.HOTP;
  return {
    secret: read.secret.base32, issuer: read.issuer, account: read.label, type: hotp ? 'hotp' : 'totp',
    algorithm: read.algorithm.replace('-', ''), digits: read.digits,
    ...(hotp ? { next_counter: read.counter } : { period: read.period }),
  };
}

function writeUri({ secret, issuer, account, type, algorithm, digits, period, next_counter: counter }) {
  const all = { secret, issuer, label: account, algorithm, digits };
  const made = type === 'hotp' ? new OTPAuth.HOTP({ ...all, counter }) : new OTPAuth.TOTP({ ...all, period });
  return made.toString();
}

/** `otpauth-migration` (npm): one URI, several entries. */
function readMigration(uri) {
  return OTPAuthMigration.parseURI(uri).map(({ name, counter, ...rest }) => (
    { ...rest, account: name, stored_counter: counter }));
}

function writeMigration(entries) {
  return OTPAuthMigration.toURI(entries.map(({ account, stored_counter: counter, ...rest }) => (
    { ...rest, name: account, counter })));
}

/** The passphrases of the extension's second and third generation, checked against their hashes. */
async function passphrases(root, password) {
  const found = {};
  if (root.key) {
    found[''] = open(root.key.enc, password).toString();
    if (!(await argon2Verify({ password: found[''], hash: root.key.hash }))) throw new Error('v2: hash');
  }
  for (const key of Object.values(root).filter(({ dataType }) => dataType === 'Key')) {
    const raw = await argon2id({
      password, salt: key.salt, iterations: 2, memorySize: 19456, parallelism: 1, hashLength: 32, outputType: 'binary',
    });
    found[key.id] = withoutPadding(raw);
    if (!(await argon2Verify({ password: found[key.id], hash: key.hash }))) throw new Error('v3: hash');
  }
  return found;
}

/** The browser extension's JSON with `crypto-js` and `hash-wasm`: plain or of any generation. */
async function readExtension({ text, password }) {
  const root = JSON.parse(text);
  const keys = password ? await passphrases(root, password) : {};
  const entries = [];
  for (const [id, sealed] of Object.entries(root)) {
    if (id === 'key' || sealed.dataType === 'Key') continue;
    const entry = sealed.data ? JSON.parse(openText(sealed.data, keys[sealed.keyId])) : { ...sealed };
    if (entry.encrypted && !sealed.data) entry.secret = openText(entry.secret, keys[''] ?? password);
    entries.push(entry);
  }
  return entries.sort((a, b) => a.index - b.index).map(extensionFields);
}

function extensionFields(entry) {
  const type = typeof entry.type === 'number' ? TYPES[entry.type] : entry.type;
  const hotp = type === 'hotp';
  return {
    secret: entry.secret, issuer: entry.issuer ?? '', account: entry.account ?? '', type,
    algorithm: ALGORITHMS[entry.algorithm] ?? entry.algorithm ?? 'SHA1',
    digits: entry.digits ?? 6,
    ...(hotp ? { next_counter: entry.counter } : { period: entry.period ?? 30 }),
  };
}

/** The same the other way: generation 1 to 3, names (`numbers` false) or numbers for types. */
async function writeExtension({ entries, password, generation }) {
  const plain = Object.fromEntries(entries.map((entry, index) => [randomUUID(), {
    account: entry.account, issuer: entry.issuer, secret: entry.secret, encrypted: false, hash: '', index,
    type: generation === 3 ? TYPES.indexOf(entry.type) : entry.type, counter: entry.next_counter ?? 0,
    ...(entry.period && entry.period !== 30 ? { period: entry.period } : {}),
    ...(entry.digits !== 6 ? { digits: entry.digits } : {}),
    ...(entry.algorithm !== 'SHA1' ? { algorithm: entry.algorithm } : {}),
  }]));
  for (const [id, entry] of Object.entries(plain)) entry.hash = id;
  return generation === 3 ? third(plain, password) : firstOrSecond(plain, password, generation);
}

async function firstOrSecond(plain, password, generation) {
  const raw = CryptoJS.lib.WordArray.random(120);
  const passphrase = generation === 1 ? password : raw.toString();
  const root = Object.fromEntries(Object.entries(plain).map(([id, entry]) => (
    [id, { ...entry, encrypted: true, secret: seal(entry.secret, passphrase) }])));
  if (generation === 1) return root;
  const hash = await argon2id({
    password: passphrase, salt: randomBytes(16), iterations: 1, memorySize: 16384, parallelism: 1,
    hashLength: 24, outputType: 'encoded',
  });
  return { ...root, key: { enc: seal(raw, password), hash } };
}

async function third(plain, password) {
  const cost = { iterations: 2, memorySize: 19456, parallelism: 1, hashLength: 32 };
  const [id, salt] = [randomUUID(), randomBytes(16).toString('hex')];
  const passphrase = withoutPadding(await argon2id({ password, salt, ...cost, outputType: 'binary' }));
  const hash = await argon2id({ password: passphrase, salt: randomBytes(16), ...cost, outputType: 'encoded' });
  const root = Object.fromEntries(Object.entries(plain).map(([entryId, entry]) => [entryId, {
    dataType: 'EncOTPStorage', index: entry.index, keyId: id,
    data: seal(JSON.stringify({ ...entry, encrypted: true, dataType: 'OTPStorage' }), passphrase),
  }]));
  return { ...root, [id]: { dataType: 'Key', id, salt, hash, version: 3 } };
}

const WORK = {
  'read-uris': (uris) => uris.map(readUri),
  'write-uris': (entries) => entries.map(writeUri),
  'read-migration': (uris) => uris.flatMap(readMigration),
  'write-migration': writeMigration,
  'read-extension': readExtension,
  'write-extension': writeExtension,
};
const [task] = process.argv.slice(2);
console.log(JSON.stringify(await WORK[task](JSON.parse(readFileSync(0, 'utf8')))));
