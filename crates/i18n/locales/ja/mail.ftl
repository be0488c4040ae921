# Mails: a line has at most 35 full-width columns; a text is a paragraph.

## Subjects
mail-subject = { $subject }-「{ $service }」
mail-subject-reset-started = パスワード初期化開始のご連絡
mail-subject-temporary = 仮パスワードのご連絡
mail-subject-registered = 新規ユーザ登録のご連絡
mail-subject-secret-reset = ワンタイムパスワード秘密鍵初期化完了のご連絡
mail-subject-password-changed = パスワード変更完了のご連絡
mail-subject-secret-registered = 秘密鍵登録完了のご連絡
mail-subject-pass-removed = 認証アプリ登録削除のご連絡
mail-subject-passkey-added = パスキー登録完了のご連絡
mail-subject-passkey-removed = パスキー登録削除のご連絡
mail-subject-recovery-used = リカバリーコード使用のご連絡
mail-subject-recovery-made = リカバリーコード発行のご連絡
mail-subject-locked = ロックのお知らせ
mail-subject-secret-spent = ワンタイムパスワード停止のお知らせ
mail-subject-clock-off = 端末の時計のずれのお知らせ
mail-subject-admin-reset = 管理ユーザお手続き完了のお知らせ
mail-subject-code = ワンタイムパスワードのご連絡
mail-subject-new-log-in = ログイン通知
mail-subject-address = メールアドレス変更のご連絡
mail-subject-deletion = ユーザ削除のお知らせ(予告)
mail-subject-deleted = ユーザ削除のお知らせ
mail-subject-user-changed = ユーザ情報変更のお知らせ
mail-subject-lock-released = ロック解除のお知らせ
mail-subject-merchant-changed = ご登録内容変更のお知らせ
mail-subject-suspended = ご利用停止のお知らせ
mail-subject-reopened = ご利用再開のお知らせ
mail-subject-closed = ご利用終了のお知らせ
mail-subject-contact = ご担当者様メールアドレス変更のお知らせ

## What every mail holds
mail-greeting = { $service }をご利用いただき、ありがとうございます。
mail-label-name = ユーザ名
mail-label-merchant-code = 加盟店コード
mail-label-user-id = ユーザID
mail-label-login-page = ログイン画面
mail-label-reset-page = パスワード初期化画面
mail-label-temporary = 仮パスワード
mail-label-code = ワンタイムパスワード
mail-label-address-page = メールアドレス変更画面
mail-label-new-address = 新しいメールアドレス
mail-label-withdrawn-address = 取りやめたメールアドレス
mail-label-moment = 日時
mail-label-device = 端末
mail-label-network = 接続元
mail-label-method = ログイン方法
mail-label-deletion = 削除予定日
mail-label-in-force = 変更予定日時
mail-signature-phone = 電話　{ $phone }（受付時間 { $hours }）
mail-signature-mail = メール　{ $mail }
mail-signature-never-asked =
    このメールは送信専用です。
    私どもからパスワードや番号をお聞きすることはありません。

## MAIL-1
mail-reset-lead =
    ログイン画面からのお申し込みにより、
    下記ユーザのパスワード初期化を受け付けました。
mail-reset-next =
    下のURLを{ $minutes }分以内に開き、
    「仮パスワードを送信する」を押してください。
    仮パスワードは、別のメールでお送りします。
mail-reset-unexpected =
    お心あたりがない場合は、このメールを破棄してください。
    URLを開かないかぎり、今のパスワードは変わりません。

## MAIL-2
mail-temporary-lead-person =
    パスワード初期化のお手続きにより、
    下記ユーザの仮パスワードを発行しました。
mail-temporary-lead-admin =
    貴社の管理ユーザがパスワードを初期化し、
    下記ユーザの仮パスワードを発行しました。
mail-temporary-lead-operator =
    カスタマーサービスセンターがパスワードを初期化し、
    下記ユーザの仮パスワードを発行しました。
mail-temporary-next =
    ログイン画面で、仮パスワードを入力してください。
    続けて、パスワード変更の画面に進みます。
mail-temporary-code =
    秘密鍵を登録済みの方は、ワンタイムパスワードも
    入力してください。まだの方は空欄にしてください。
mail-temporary-blanks =
    仮パスワードをコピーするときは、
    前後に空白が入らないようご注意ください。
mail-temporary-valid =
    仮パスワードは{ $days }日間使えます。
    何通か届いた場合は、最新のメールのものだけが使えます。
mail-temporary-unexpected-person =
    お心あたりがない場合は、下記までご連絡ください。
    新しいパスワードに変更するまで、
    今のパスワードもお使いいただけます。
mail-unexpected-admin =
    お心あたりがない場合は、貴社の管理ユーザに
    ご確認のうえ、下記までご連絡ください。
mail-unexpected =
    お心あたりがない場合は、すぐに下記までご連絡ください。

## MAIL-3
mail-registered-lead =
    貴社の管理ユーザが、下記ユーザを登録しました。
mail-registered-next =
    ログイン画面で、ワンタイムパスワードは空欄のまま、
    仮パスワードを入力してください。
    続けて、パスワード変更と秘密鍵発行の画面に進みます。
mail-registered-unexpected =
    お心あたりがない場合は、下記までご連絡ください。

## MAIL-4
mail-secret-reset-lead-person =
    下記ユーザの秘密鍵を初期化しました。
    ログイン後の画面からの操作によるものです。
mail-secret-reset-lead-admin =
    貴社の管理ユーザが、下記ユーザの
    ワンタイムパスワードの秘密鍵を初期化しました。
mail-secret-reset-lead-operator =
    カスタマーサービスセンターが、下記ユーザの
    ワンタイムパスワードの秘密鍵を初期化しました。
mail-secret-reset-next =
    ワンタイムパスワードを空欄にしてログインし、
    秘密鍵をもう一度発行してください。
    アプリの古い登録は、もう使えません。

## Password changed
mail-password-changed-lead =
    下記ユーザのパスワードが変更されました。
    ログイン後の画面からの操作によるものです。

## Secret key registered
mail-secret-registered-lead =
    下記ユーザの秘密鍵が登録されました。
    ログイン後の画面からの操作によるものです。
mail-secret-registered-next =
    次回から、ログインには認証アプリの番号が必要です。
mail-account-danger =
    お心あたりがない場合は、第三者がログインした
    おそれがあります。すぐに下記までご連絡ください。

## A pass was removed
mail-pass-removed-lead =
    下記ユーザの認証アプリの登録が、1つ削除されました。
    ログイン後の画面からの操作によるものです。
mail-pass-removed-next =
    削除した登録の番号では、ログインできません。
    ほかの端末は、すべてログアウトしました。

## Passkeys
mail-passkey-added-lead =
    下記ユーザのパスキーが、1つ登録されました。
    ログイン後の画面からの操作によるものです。
mail-passkey-added-next =
    次回から、このパスキーでもログインできます。
    認証アプリも、そのまま使えます。
mail-passkey-removed-lead =
    下記ユーザのパスキーの登録が、1つ削除されました。
    ログイン後の画面からの操作によるものです。
mail-passkey-removed-next =
    削除したパスキーでは、ログインできません。
    ほかの端末は、すべてログアウトしました。

## Recovery codes
mail-recovery-used-lead =
    下記ユーザが、リカバリーコードでログインしました。
mail-recovery-used-left =
    使っていないリカバリーコードは、残り{ $left }個です。
mail-recovery-used-next =
    残りが少ないときは、ログインして
    「認証アプリの登録」から、新しく発行してください。
mail-recovery-made-lead =
    下記ユーザのリカバリーコードが、新しく発行されました。
    ログイン後の画面からの操作によるものです。
mail-recovery-made-next =
    以前のリカバリーコードは、使えなくなりました。

## Locked
mail-locked-lead =
    間違った入力が続いたため、
    下記ユーザのログインを自動で止めました。
mail-locked-next =
    一般・出荷ユーザの方：
    貴社の管理ユーザに解除をご依頼ください。
    管理ユーザの方：
    カスタマーサービスセンターへご連絡ください。
mail-locked-known =
    前にログインしたことのあるブラウザからは、
    解除を待たずにログインできることがあります。
mail-locked-unexpected =
    お心あたりがない場合は、第三者がログインしようとした
    可能性があります。下記までご連絡ください。

## The one-time password is stopped after too many wrong numbers
mail-secret-spent-lead =
    正しいパスワードのあとに間違った番号が続いたため、
    下記ユーザのワンタイムパスワードを自動で止めました。
mail-secret-spent-next =
    一般・出荷ユーザの方：
    貴社の管理ユーザに、パスワードと
    ワンタイムパスワードの初期化をご依頼ください。
    管理ユーザの方：
    カスタマーサービスセンターへご連絡ください。
mail-secret-spent-unexpected =
    お心あたりがない場合は、パスワードを第三者に
    知られたおそれがあります。すぐにご連絡ください。

## The clock of the device is off
mail-clock-off-lead =
    下記ユーザのログインで、正しいパスワードとともに、
    時計のずれた端末の番号が入力されました。
    そのため、ログインできませんでした。
mail-clock-ahead =
    端末の時計は、約{ $minutes }分進んでいます。
mail-clock-behind =
    端末の時計は、約{ $minutes }分遅れています。
mail-clock-off-next =
    認証アプリをお使いの端末で、日付と時刻を
    自動設定にしてから、もう一度ログインしてください。

## The administrator was reset by the customer service centre
mail-admin-reset-lead =
    カスタマーサービスセンターが、お申し出により、
    管理ユーザについて次のお手続きをしました。
mail-admin-reset-password = ・パスワードの初期化
mail-admin-reset-code = ・ワンタイムパスワードの初期化
mail-admin-reset-lock = ・ロックの解除
mail-admin-reset-next =
    ログイン中の端末は、ログアウトされました。
