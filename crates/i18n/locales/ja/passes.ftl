# Passes, recovery codes, and the question for both factors again.

## Passes
menu-passes = 認証アプリの登録
page-menu-passes = 新しい端末の追加、なくした端末の削除、リカバリーコードの発行
passes-lead = ログインに使える認証アプリです。機種変更の前に新しい端末を追加しておくと、そのまま乗り換えられます。
passes-none = 認証アプリは、まだ登録されていません。
passes-name = 名前
passes-added-at = 登録日時
passes-last-used = 最後の使用
passes-unnamed = 認証アプリ #{ $number }
passes-add = 認証アプリを追加する
passes-rename = 名前を変更
passes-remove = 登録を削除
passes-at-most = { $most ->
        [1] 登録できる認証アプリは1つです。端末を替えるときは、貴社の管理ユーザ（管理ユーザの方はカスタマーサービスセンター）に初期化をご依頼ください。
       *[other] 認証アプリは{ $most }個まで登録できます。追加するには、使わない登録を削除してください。
    }
passes-new-title = 認証アプリの追加
passes-new-lead = 「発行」を押すと、新しい端末のための秘密鍵とQRコードが表示されます。今までの端末も、そのまま使えます。
passes-name-hint = 例：新しいスマートフォン。30字以内。空欄でもかまいません。
passes-name-bad = 名前は30字以内で入力してください。
passes-rename-title = 認証アプリの名前の変更
passes-remove-title = 認証アプリの登録の削除
passes-remove-codes = この端末の番号では、ログインできなくなります。
passes-remove-sessions = この画面以外でログイン中の端末は、すべてログアウトします。
passes-remove-button = 登録を削除する
passes-added = 認証アプリを追加しました。次のログインから、どちらの端末の番号も使えます。
passes-removed = 認証アプリの登録を削除しました。
passes-last = 最後の1つは削除できません。新しい端末を追加してから、削除してください。
passes-full = 登録できる数に達しているため、追加できません。

## Enrolment after a recovery code
secret-replaces = 新しい登録が完了すると、今までの認証アプリの登録は、すべて使えなくなります。

## Recovery codes
recovery-lead = 認証アプリの番号を表示できないときに、番号の代わりに使うコードです。
recovery-codes = 発行されたリカバリーコード
recovery-none = リカバリーコードは、まだ発行されていません。
recovery-left = 使っていないリカバリーコードは、残り{ $left }個です。
recovery-made = （{ $made } 発行）
recovery-runs-out = 残りが少なくなりました。新しく発行してください。
recovery-link = リカバリーコードの画面へ
recovery-hint = 端末をなくしたときや故障に備えて、リカバリーコードをご用意ください。
recovery-hint-link = リカバリーコードを発行する
recovery-hint-again = 新しく発行する
recovery-void = 新しく発行すると、以前のコードは使えなくなります。
recovery-about-once = 10個発行します。1個につき1回だけ使えます。
recovery-about-new = 使ったあとは、新しい端末の認証アプリを登録します。
recovery-make = リカバリーコードを発行する
recovery-once = この画面を閉じると、二度と表示できません。印刷するか、保存してください。
recovery-keep = 印刷した紙は、鍵のかかる場所に保管し、パスワードと一緒に置かないでください。
recovery-text = テキストで保存する
recovery-done = 保管しました
recovery-written = リカバリーコードの発行が完了しました。

## Log-in with a recovery code
recovery-page-title = 番号を表示できない方
recovery-page-lead = お手元のリカバリーコードを1つ入力してください。ログイン後に、新しい端末の認証アプリを登録します。
recovery-field = リカバリーコード
recovery-field-hint = 英数字16文字。ハイフンや大文字・小文字の違いは問いません。
recovery-failure-once = リカバリーコードは、1個につき1回限りです。新しく発行すると、以前のものは使えません。
recovery-others-title = ほかの方法
recovery-others-pass = ほかの端末にも認証アプリを登録している方は、その番号でログインできます。
recovery-others-admin = 一般・出荷ユーザの方は、貴社の管理ユーザに、ワンタイムパスワードの初期化をご依頼ください。
recovery-others-centre = 管理ユーザの方は、カスタマーサービスセンターへご連絡ください。
recovery-others-help = 携帯電話が壊れたとき・なくしたとき

## The question for both factors
proof-title = ご本人の確認
proof-lead = 大切な設定を変える前に、パスワードとワンタイムパスワードをもう一度入力してください。入力済みの内容は、そのまま引き継がれます。
proof-code-hint = アプリに表示されている6桁の番号。一度使った番号は使えません。
proof-button = 確認して進む
proof-send = 番号をメールで送る
proof-mailed = ご登録のメールアドレスへ6桁の番号をお送りしました。
proof-not-now = 再送は、60秒おいてから押してください。
proof-refused = 確認できませんでした。パスワードと、次に表示される番号を入力してください。
proof-locked = 間違った入力が続いたため、確認を止めています。一般・出荷ユーザの方は貴社の管理ユーザへ、管理ユーザの方はカスタマーサービスセンターへご連絡ください。
proof-cut-off = 途中で中断したため、確認が終わりませんでした。もう一度、パスワードと新しい番号を入力してください。
proof-passkey-lead = 登録済みのパスキーだけで確認できます。パスワードと番号の入力は不要です。
proof-passkey-instead = 番号の代わりに、登録済みのパスキーを使えます。
proof-passkey-button = パスキーで確認する
proof-note = 確認後{ $minutes }分間は、もう一度入力する必要はありません。

## Passkeys
passes-kind = 種類
passes-kind-app = 認証アプリ
passes-kind-passkey = パスキー
passkeys-lead = ログインに使える認証アプリとパスキーです。機種変更の前に新しい端末を追加しておくと、そのまま乗り換えられます。
passkeys-title = パスキー
passkeys-about = 端末の指紋・顔・PINなど、画面ロックの解除でログインする方法です。番号を入力する必要がなく、偽のログイン画面にだまされません。
passkeys-add = パスキーを追加する
passkeys-at-most = パスキーは{ $most }個まで登録できます。追加するには、使わない登録を削除してください。
passkeys-unnamed = パスキー #{ $number }
passkeys-new-title = パスキーの追加
passkeys-new-lead = この端末、またはお手持ちのスマートフォンやセキュリティキーに、パスキーを登録します。認証アプリも、そのまま使えます。
passkeys-name-hint = 例：店舗のパソコン。30字以内。空欄でもかまいません。
passkeys-go-on = 次へ進む
passkeys-about-device = 登録した端末を持ち、そのロックを解除できる人は、ログインできます。
passkeys-about-shared = ほかの人と共用する端末には、登録しないでください。
passkeys-make-lead = ボタンを押すと、ブラウザの画面が開きます。案内に従って、指紋・顔・PINなどで確認してください。
passkeys-make = パスキーを登録する
passkeys-unable = パスキーを使うには、パスキーに対応したブラウザで、JavaScriptを有効にしてください。
passkeys-known = この端末には、すでにパスキーが登録されています。
passkeys-not-made = パスキーを登録できませんでした。中止されたか、時間切れになったか、この端末が対応していません。もう一度お試しください。
passkeys-over = 5分以上たったため、登録できませんでした。もう一度お試しください。
passkeys-refused = パスキーを確認できなかったため、登録しませんでした。もう一度お試しください。
passkeys-added = パスキーを追加しました。次のログインから使えます。
passkeys-removed = パスキーの登録を削除しました。端末に残ったパスキーは、端末の設定から削除してください。
passkeys-full = 登録できる数に達しているか、登録済みのパスキーのため、追加できません。
passkeys-rename-title = パスキーの名前の変更
passkeys-remove-title = パスキーの登録の削除
passkeys-remove-use = このパスキーでは、ログインできなくなります。

## The entrance for passkeys
passkeys-log-in-title = パスキーでログイン
passkeys-log-in-lead = 登録済みのパスキーだけでログインできます。番号やパスワードの入力は不要です。
passkeys-log-in-lead-password = 加盟店コード・ユーザID・パスワードを入力し、登録済みのパスキーで確認します。
passkeys-log-in = パスキーを使う
passkeys-not-shown = パスキーを確認できませんでした。中止されたか、時間切れになったか、この端末に登録がありません。もう一度お試しください。
passkeys-other-ways = パスキーを使わずにログインする
passkeys-who-title = この方法を使える方
passkeys-who = ログイン後の「認証アプリの登録」画面で、パスキーを追加した方。
passkeys-who-lost = パスキーを登録した端末がお手元にないときは、認証アプリの番号やリカバリーコードでログインしてください。
passkeys-failure-own = このサービスで登録したパスキーを選びましたか。パスワードを入力した場合は、入力に間違いはありませんか。
passkeys-failure-removed = 登録を削除したパスキーは使えません。5分以上たったときは、もう一度お試しください。
