## List
users-title = ユーザー一覧
users-new = 新規登録
users-edit = 編集
users-search = 検索
users-sort = 並べ替え
users-state = 状態
users-last-login = 最終ログイン
users-resend = 再送
users-import = CSV取込
users-empty = 一般・出荷ユーザはまだ登録されていません。

## States
users-state-first-login = 初回ログイン待ち
users-state-no-secret = 秘密鍵未登録
users-state-active = 利用中
users-state-locked = ロック中
users-state-strangers = 外部からの入力を制限中
users-state-strangers-long = 外部からの入力を停止中
users-strangers-networks = 接続元 { $networks }か所
users-strangers-about = 間違った入力が続いたため、はじめてのブラウザからはログインできません。前にログインしたことのあるブラウザからは、ログインできます。ご本人がログインするか、「解除」を押すと、元に戻ります。
users-strangers-about-long = 間違った入力が長い間くり返されているため、はじめてのブラウザからのログインを止めています。前にログインしたことのあるブラウザからは、ログインできます。「解除」を押すまで、止めたままです。
users-state-deletion = { $days }日後に削除
users-state-clock-off = 端末の時計のずれ

## Form
users-enter-title = ユーザ登録(入力)
users-check-title = ユーザ登録(確認)
users-done-title = ユーザ登録(完了)
users-step = STEP
users-step-enter = 入力
users-step-check = 確認
users-step-done = 完了
users-type = ユーザ区分
users-login-method = ログイン方法
users-by-mail = ワンタイムパスワードをメールにて受信する
users-not-by-mail = ワンタイムパスワードをメールにて受信しない
users-by-mail-hint = メール用のログイン画面も使えるようになります。アプリでのログインは、どちらを選んでも使えます。
users-details = ユーザ情報
users-same-person = 管理者ユーザと同一の方の場合は、チェックを行ってください
users-same-person-value = 管理者ユーザと同一
users-not-same-person-value = 管理者ユーザとは別の方
users-name = ユーザ名(氏名)
users-name-shown = ユーザ名
users-mail = メールアドレス
users-id-hint = 半角英数字20字以内。登録後は変更できません。
users-name-hint = 全角30字（半角60字）以内。
users-mail-hint = 半角64字以内。初期パスワードをお送りします。
users-shipping-hint = 出荷のご担当者様だけが使うユーザです。
users-shipping-unavailable = ご契約の内容により、出荷ユーザは登録できません。
users-by-mail-unavailable = タブレット決済をご契約のため、メールでの受信は選べません。
users-check-button = 確認
users-confirm-button = 確定
users-back = < 前画面へ戻る
users-to-menu = メニューへ
users-register-another = 加盟店ユーザ登録(入力) 画面へ
users-check-lead = 内容をご確認の上、「確定」を押下してください。
users-done-lead = 正常に処理されました。
users-done-sent = 初期パスワードを登録されたメールアドレスに送信しました。
users-done-sent-admin = 初期パスワードを管理ユーザのメールアドレスに送信しました。
users-done-next = 初期パスワードでログイン後、パスワードの変更が必要です。

## Edit
users-edit-title = ユーザ編集
users-reset-password = パスワード
users-reset-code = ワンタイムパスワード
users-release-lock = ロック解除
users-reset-button = 初期化
users-release-button = 解除
users-delete = 削除
users-not-locked = ロックされていません。
users-no-secret = 秘密鍵は登録されていません。

## Asking before it is done
users-ask-password = このユーザのパスワードを初期化しますか。
users-ask-password-mail = 仮パスワードを{ $recipient }へメールでお送りします。
users-ask-password-sessions = このユーザがログイン中の端末は、ログアウトされます。
users-ask-password-code = ワンタイムパスワードの登録は、そのまま使えます。
users-ask-code = このユーザのワンタイムパスワードを初期化しますか。
users-ask-code-next = 今の秘密鍵は使えなくなります。次のログインで、もう一度登録が必要です。
users-ask-code-mail = 初期化のお知らせを{ $recipient }へメールでお送りします。
users-ask-release = このユーザのロックを解除しますか。
users-ask-release-next = パスワードは変わりません。ご不明な場合は、パスワードも初期化してください。
users-ask-delete = このユーザを削除しますか。
users-ask-delete-next = 削除したユーザはログインできなくなります。同じユーザIDは、もう一度登録できます。

## Done
users-password-reset = パスワードを初期化しました。
users-code-reset = ワンタイムパスワードを初期化しました。
users-lock-released = ロックを解除しました。
users-deleted = ユーザを削除しました。
users-changed = 変更しました。

## What is wrong with an entry
users-error-type = ユーザ区分を選んでください。
users-error-type-unavailable = ご契約の内容により、出荷は選べません。
users-error-method = ログイン方法を選んでください。
users-error-method-unavailable = タブレット決済をご契約のため、「受信しない」を選んでください。
users-error-id-empty = ユーザIDを入力してください。
users-error-id-format = ユーザIDは半角英数字20字以内で入力してください。
users-error-id-reserved = 数字9桁のユーザIDは使えません。
users-error-id-taken = このユーザIDは、すでに登録されています。
users-error-name-empty = ユーザ名を入力してください。
users-error-name-long = ユーザ名は全角30字（半角60字）以内で入力してください。
users-error-name-characters = ユーザ名に使えない文字が含まれています。
users-error-name-address = ユーザ名に、URLやメールアドレスは入力できません。
users-error-mail-empty = ワンタイムパスワードをメールにて受信する場合は、メールアドレスを入力してください。
users-error-mail-format = メールアドレスの形をご確認ください。
users-error-mail-long = メールアドレスは半角64字以内で入力してください。
users-error-mail-admin = 管理ユーザと同じメールアドレスです。同一の方の場合は、「管理者ユーザと同一」にチェックを入れてください。
users-error-mail-taken = このメールアドレスは、他のユーザに登録されています。
users-error-same-person-taken = 「管理者ユーザと同一」のユーザは、すでに登録されています。
users-error-same-person-mail = 管理ユーザのメールアドレスが登録されていないため、選べません。
users-error-same-person-shipping = 「管理者ユーザと同一」を選べるのは、一般ユーザだけです。
