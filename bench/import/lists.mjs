// Made-up lists for the measurement of imports: node lists.mjs FOLDER MERCHANTS USERS_EACH
import { createWriteStream } from 'node:fs';
import path from 'node:path';

const [folder, merchants, each] = process.argv.slice(2);
const written = (name) => createWriteStream(path.join(folder, name));
const finished = (stream) => new Promise((resolve) => stream.end(resolve));

const list = written('merchants.csv');
const users = written('users.csv');
list.write('加盟店コード,社名,アクセスキー,業種区分,タブレット契約,担当者メールアドレス,管理者名,管理者メールアドレス\n');
users.write('加盟店コード,ユーザ区分,ユーザID,ログイン方法,管理者ユーザと同一,ユーザ名,メールアドレス\n');
for (let n = 1; n <= Number(merchants); n += 1) {
  const code = String(100_000_000 + n);
  const kind = n % 3 ? '物流' : '非物流';
  list.write(`${code},みほん商店${n}号,,${kind},無,owner${n}@shop.example,管理 ${n}郎,admin${n}@shop.example\n`);
  for (let m = 1; m <= Number(each); m += 1) {
    const type = m === 1 && n % 3 ? '出荷' : '一般';
    users.write(`${code},${type},user${m},受信しない,無,店員 ${m}子,user${m}@shop${n}.example\n`);
  }
}
await Promise.all([finished(list), finished(users)]);
