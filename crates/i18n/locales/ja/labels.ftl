# Fixed words that several pages share.

## Fields
field-access-key = アクセスキー
field-merchant-code = 加盟店コード
field-user-id = ユーザID
field-password = パスワード
field-code = ワンタイムパスワード
field-company = 社名
field-reason = 理由

## Roles
role-admin = 管理
role-general = 一般
role-shipping = 出荷
role-operator = カスタマーサービスセンター

## Buttons and links
button-log-out = ログアウト
button-show = 表示
button-hide = 隠す
button-copy = コピー
button-copied = コピーしました
button-ok = OK
button-confirm = 確定
button-cancel = キャンセル
button-stay = 続ける
link-menu = メニュー
link-back-to-menu = メニューへ
link-login-page = ログイン画面へ

## Languages, each in its own words
language-ja = 日本語
language-en = English

## Brand
brand-console = { $service }加盟店管理画面

## Help
help-title = 使い方
help-questions = よくあるご質問
help-contact = お問い合わせ
