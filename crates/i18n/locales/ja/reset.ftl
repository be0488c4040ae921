## Request
reset-title = パスワード初期化
reset-request-lead = 加盟店コードとユーザIDを入力してください。ご登録のメールアドレスへ、お手続きのご案内をお送りします。
reset-request-admin = 管理ユーザの方は、どちらにも9桁の加盟店コードを入力してください。
reset-request-button = 初期化依頼

## Request accepted: the same words whether the user exists or not (RESET-12)
reset-accepted-title = パスワード初期化手続き完了
reset-accepted-lead = お手続きを受け付けました
reset-accepted-mail = ご登録内容と一致した場合、ご登録のメールアドレスへご連絡をお送りします。
reset-accepted-limit = { $minutes }分以内にメールのURLを開いてください。
reset-accepted-admin = 管理ユーザの場合は、お申込み時のご担当者様に届きます。
reset-accepted-missing = 届かないときは、迷惑メールと入力内容をご確認ください。
reset-accepted-no-mail = メールアドレス未登録の一般・出荷ユーザの方は、貴社の管理ユーザにご依頼ください。
reset-accepted-unchanged = お手続きが終わるまで、今のパスワードは変わりません。

## Link of the mail
reset-link-lead = ボタンを押すと、仮パスワードをメールでお送りします。
reset-link-button = 仮パスワードを送信する
reset-link-unchanged = 新しいパスワードに変更するまで、今のパスワードもお使いいただけます。

## Temporary password sent
reset-sent-title = 初期パスワード送信完了
reset-sent-lead = 仮パスワードをメールでお送りしました。
reset-sent-next = メールの仮パスワードでログインすると、パスワード変更に進みます。
reset-sent-code = 秘密鍵を登録済みの方は、ワンタイムパスワードも入力してください。まだの方は空欄にしてください。
reset-sent-valid = 仮パスワードは{ $days }日間使えます。何度か手続きされた場合は、最新のメールのものだけが使えます。

## Link used or too old
reset-dead-title = このURLは使えません
reset-dead-lead = 有効時間が過ぎたか、すでに使われたURLです。
reset-dead-next = お手数ですが、パスワード初期化をもう一度はじめからお願いします。
