## Key page
key-button = ログイン画面へ進む
key-hint = ご案内したアドレスの末尾にある、2～7桁の数字です。
key-malformed = アクセスキーは2～7桁の数字です。

## Log-in page
login-title = ログイン
login-button = ログイン
login-reset-link = パスワードがご不明な場合はこちらから初期化をお願いします
login-no-number-link = 番号を表示できない方はこちら
login-mail-link = メールで受け取る方はこちら
login-app-link = アプリをお使いの方はこちら
login-resend = 再送する (あと{ $seconds }秒)
login-recovery-link = リカバリーコードでログイン
login-code-hint = 初めての方、初期化された方は、空欄のままログインしてください。
login-lock-note = 一般・出荷ユーザのパスワードロックは、貴社の管理ユーザが解除できます。

## Failure: the same words whatever was wrong (LOGIN-15)
login-failure-title = ログインできませんでした
login-failure-lead = 入力内容をご確認ください。安全のため、どの項目が違うかは表示しておりません。
login-failure-key = アドレス末尾のアクセスキー（{ $key }）と加盟店コードは正しいですか。
login-failure-admin = 管理ユーザのユーザIDは、加盟店コードと同じ番号です。
login-failure-temporary = 仮パスワードは、最新のメールのものだけが{ $days }日間使えます。
login-failure-code = ワンタイムパスワードは1回限りです。次の番号に変わってから入力してください。
login-failure-blank = 初めての方、初期化された方は、ワンタイムパスワードを空欄にしてください。
login-failure-help = お困りのときは、一般・出荷ユーザの方は貴社の管理ユーザへ、管理ユーザの方はカスタマーサービスセンターへご連絡ください。

## Lock
lock-title = パスワードがロックされています
lock-lead = 間違った入力が続いたため、ログインを止めています。
lock-general = 一般・出荷ユーザの方：貴社の管理ユーザに解除をご依頼ください。
lock-admin = 管理ユーザの方：カスタマーサービスセンター（{ $phone }、{ $hours }）へご連絡ください。
lock-known-device = お心あたりがない場合も、いつもお使いの端末からはログインできることがあります。

## Leaving
idle-title = まもなくログアウトします
idle-warning = しばらく操作がないため、あと{ $seconds }秒で自動的にログアウトします。
idle-after = { $minutes }分間操作がなかったため、ログアウトしました。
session-logged-out = ログアウトしました。
session-ended = ログインの有効時間が過ぎました。もう一度ログインしてください。

## Recovery codes
recovery-title = リカバリーコード
recovery-print = リカバリーコードを印刷する
