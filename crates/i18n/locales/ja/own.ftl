# What people see and change of themselves, and the record of what was done.

## Own details
own-mail-hint = 半角64字以内。変更すると、新しいアドレスに確認のメールをお送りします。
own-pending = { $mail }に確認のメールをお送りしました。{ $minutes }分以内にメールのURLを開くと、変更されます。
own-locked = 管理ユーザと同一の方のため、ユーザ名とメールアドレスは、管理ユーザの画面で変更してください。
own-nothing = 変更された項目はありません。
own-too-often = メールアドレスの変更は、1時間ほどたってから、もう一度お手続きください。
own-mail-needed = メールアドレスは空にできません。不要な場合は、貴社の管理ユーザにご依頼ください。
own-mail-needed-admin = 管理ユーザのメールアドレスは空にできません。

## The link that confirms a new address
own-address-title = メールアドレス変更
own-address-lead = ボタンを押すと、このメールが届いたアドレスへの変更が完了します。
own-address-button = メールアドレスを変更する
own-address-note = お心あたりがない場合は、何もせずにこの画面を閉じてください。
own-address-done = メールアドレスを変更しました。
own-address-taken = このメールアドレスは、他のユーザに登録されたため使えません。
own-address-dead = このURLは使えません。有効な時間が過ぎたか、すでに使われています。
own-address-again = 変更する場合は、ログインして、もう一度「ユーザ情報変更」から手続きしてください。

## Signed-in devices
own-sessions-lead = 今ログインしている端末です。
own-sessions-note = お心あたりのない端末がある場合は、ログアウトさせてから、パスワードを変更してください。
own-device = 端末
own-device-unknown = 不明な端末
own-this-device = この端末
own-network = ネットワーク
own-since = ログイン日時
own-last-seen = 最後の操作
own-ended = ログアウトさせました。

## Log-in history
own-log-ins-lead = 新しいものから50件まで表示します。
own-log-ins-note = お心あたりのないログインがある場合は、パスワードを変更し、貴社の管理ユーザ（管理ユーザの方はカスタマーサービスセンター）へご連絡ください。
own-time = 日時
own-outcome = 結果
own-how = 内容
own-succeeded = 成功
own-failed = 失敗
own-how-app = アプリの番号
own-how-mail = メールの番号
own-how-password = パスワードのみ（番号の登録前）
own-how-other = その他
own-why-password = パスワードの間違い
own-why-code = ワンタイムパスワードの間違い
own-why-key = アクセスキーの間違い
own-why-expired = 仮パスワードまたは登録の期限切れ
own-why-stopped = 利用の停止中

## Activity
own-activity-empty = まだ記録がありません。
own-who = 行った人
own-what = 操作
own-whom = 対象
own-detail = 内容・理由
own-who-schedule = 自動処理
own-who-nobody = ログイン前の方
own-who-gone = 不明なユーザ
own-do-request-reset = パスワード初期化の依頼
own-do-temporary = 仮パスワードの送信
own-do-password = パスワードの変更
own-do-issue = 秘密鍵の発行
own-do-confirm = 秘密鍵の登録
own-do-register = ユーザの登録
own-do-reset-password = パスワードの初期化
own-do-reset-secret = ワンタイムパスワードの初期化
own-do-release = ロックの解除
own-do-change = ユーザの変更
own-do-delete = ユーザの削除
own-do-resend = 初回のメールの再送
own-do-handout = お渡し用の用紙の作成
own-do-own = 自分のユーザ名の変更
own-do-ask-address = 自分のメールアドレスの変更の申込み
own-do-address = 自分のメールアドレスの変更
own-do-create-merchant = 加盟店の登録
own-do-suspend = 加盟店の停止・再開
own-do-reset-admin = 管理ユーザの初期化
own-do-log-in = ログイン
own-do-log-out = ログアウト
own-do-mail-code = メールでの番号の送信
own-do-import = ユーザのCSV取込
own-do-expire = ユーザの自動削除（長期間ログインなし）
own-do-announce = お知らせの掲載
own-do-announce-end = お知らせの取り下げ
own-do-operator-new = センター担当者の登録
own-do-operator-reset = センター担当者の初期化
own-do-operator-gone = センター担当者の削除
own-do-change-merchant = 加盟店の登録内容の変更
own-do-close-merchant = 加盟店の解約
own-do-contact = 担当者メールアドレスの変更の受付
own-do-contact-withdrawn = 担当者メールアドレスの変更の取り消し
own-do-contact-done = 担当者メールアドレスの変更
own-do-ask-approval = センターでの承認の依頼
own-do-approve = センターでの承認
own-do-reject = センターでの却下
own-do-api-key = 連携用キーの発行
own-do-api-key-gone = 連携用キーの失効
own-detail-import = { $lines }行のうち{ $new }人を登録
own-do-start-node = システムの起動
own-do-stop-node = システムの停止
own-do-read-audit = 監査記録の閲覧
own-do-export-audit = 監査記録の書き出し
own-do-purge-audit = 保存期間を過ぎた監査記録の削除
own-do-erase = 削除されたユーザの個人情報の消去
own-do-forbidden = 権限のないページへのアクセス
own-do-other = その他の操作
