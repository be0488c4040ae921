# More mails: a line has at most 35 full-width columns; a text is a paragraph.

## MAIL-5
mail-code-lead =
    ログイン画面からのお申し込みにより、
    下記ユーザのワンタイムパスワードをお送りします。
mail-code-valid =
    ログイン画面に戻り、{ $minutes }分以内に入力してください。
    1回だけ使えます。何通か届いた場合は、
    最新のメールのものだけが使えます。
mail-code-tell-nobody =
    この番号は、だれにも教えないでください。
    私どもや貴社の管理ユーザがお聞きすることもありません。
mail-code-unexpected =
    お心あたりがない場合は、パスワードを第三者に
    知られたおそれがあります。すぐにパスワードを変更し、
    下記までご連絡ください。

## Log-in from a new device
mail-new-log-in-lead =
    これまでに使われたことのない端末から、
    下記ユーザでログインがありました。
mail-new-log-in-password = パスワードのみ（秘密鍵の登録前）
mail-new-log-in-app = パスワードと認証アプリの番号
mail-new-log-in-mail = パスワードとメールで届いた番号
mail-new-log-in-recovery = パスワードとリカバリーコード
mail-new-log-in-passkey = パスキー
mail-new-log-in-next =
    ご本人のログインであれば、お手続きは不要です。
    ログイン後の画面で、ログイン中の端末と履歴を確認できます。

## Change of address
mail-address-asked-lead =
    下記ユーザのメールアドレスを、
    このアドレスへ変更するお申し込みを受け付けました。
    ログイン後の画面からの操作によるものです。
mail-address-asked-next =
    下のURLを{ $minutes }分以内に開き、
    変更を確定してください。
    確定するまで、アドレスは変わりません。
mail-address-asked-unexpected =
    お心あたりがない場合は、このメールを破棄してください。
    URLを開かないかぎり、アドレスは変わりません。
mail-address-started-lead =
    下記ユーザのメールアドレスを変更する
    お申し込みを受け付けました。
    ログイン後の画面からの操作によるものです。
mail-address-started-next =
    新しいアドレスに届くメールで確定されると、
    変更が完了します。それまでは今のアドレスに届きます。
mail-address-changed-lead =
    下記ユーザのメールアドレスが変更されました。
    ログイン後の画面からの操作によるものです。
mail-address-changed-lead-admin =
    貴社の管理ユーザが、
    下記ユーザのメールアドレスを変更しました。
mail-address-changed-lead-operator =
    カスタマーサービスセンターが、お申し出により、
    下記ユーザのメールアドレスを変更しました。
mail-address-changed-next =
    今後のご連絡は、新しいアドレスにお送りします。

## Details changed
mail-user-changed-lead =
    下記ユーザのユーザ情報が変更されました。
    ログイン後の画面からの操作によるものです。
mail-user-changed-lead-admin =
    貴社の管理ユーザが、
    下記ユーザのユーザ情報を変更しました。
mail-user-changed-lead-operator =
    カスタマーサービスセンターが、お申し出により、
    下記ユーザのユーザ情報を変更しました。
mail-user-changed-next =
    変更の内容は、ログイン後の画面でご確認ください。

## Deletion
mail-deletion-lead =
    下記ユーザは、長い間ログインがないため、
    あと{ $days }日で自動的に削除されます。
mail-deletion-next =
    引き続きお使いになる場合は、それまでにログインしてください。
    ログインすると、削除は取りやめになります。
mail-deletion-after =
    削除されたあとは、貴社の管理ユーザが
    あらためて登録すると、またお使いいただけます。
mail-deleted-lead =
    下記ユーザが削除されました。
    ログイン後の画面からの操作によるものです。
mail-deleted-lead-time =
    長い間ログインがなかったため、
    下記ユーザを自動的に削除しました。
mail-deleted-lead-admin =
    貴社の管理ユーザが、下記ユーザを削除しました。
mail-deleted-lead-operator =
    カスタマーサービスセンターが、お申し出により、
    下記ユーザを削除しました。
mail-deleted-next =
    このユーザIDでは、もうログインできません。
    必要な場合は、貴社の管理ユーザに登録をご依頼ください。

## Lock released
mail-lock-released-lead =
    下記ユーザのロックが解除されました。
mail-lock-released-lead-admin =
    貴社の管理ユーザが、下記ユーザのロックを解除しました。
mail-lock-released-lead-operator =
    カスタマーサービスセンターが、お申し出により、
    下記ユーザのロックを解除しました。
mail-lock-released-next =
    今までのパスワードで、ログインできます。
    パスワードがご不明な場合は、ログイン画面から
    初期化をお願いします。

## The customer service centre's acts
mail-admin-reset-both-next =
    ログイン画面で、ワンタイムパスワードは空欄のまま、
    仮パスワードを入力してください。
    続けて、パスワード変更と秘密鍵発行の画面に進みます。
mail-admin-reset-old-entry =
    アプリの古い登録は、もう使えません。
mail-merchant-changed-lead =
    カスタマーサービスセンターが、お申し出により、
    貴社のご登録内容のうち、次の項目を変更しました。
mail-part-company = ・社名
mail-part-access-key = ・アクセスキー
mail-part-kind = ・加盟店の区分（物流・非物流）
mail-part-tablet = ・タブレット決済のご契約
mail-part-mail-method = ・メールによるログインの可否
mail-part-networks = ・ログインできる接続元
mail-part-admin-name = ・管理ユーザの氏名
mail-part-admin-mail = ・管理ユーザのメールアドレス
mail-merchant-changed-address =
    ログイン画面のアドレスが変わりました。
    これからは、下記のアドレスをお使いください。
    一般・出荷ユーザの方にもお伝えください。
mail-suspended-lead =
    カスタマーサービスセンターが、
    下記加盟店のご利用を停止しました。
mail-suspended-next =
    停止している間は、どのユーザもログインできません。
mail-reopened-lead =
    カスタマーサービスセンターが、
    下記加盟店のご利用を再開しました。
mail-reopened-next =
    今までのユーザID・パスワードでログインできます。
mail-closed-lead =
    カスタマーサービスセンターが、ご契約の終了により、
    下記加盟店のご利用を終了しました。
mail-closed-next =
    今後は、どのユーザもログインできません。
mail-contact-changing-lead =
    カスタマーサービスセンターが、お申し出により、
    貴社のご担当者様のメールアドレスを変更します。
mail-contact-changing-next =
    変更予定日時までは、このアドレスにご連絡します。
mail-contact-changing-unexpected =
    お心あたりがない場合は、変更予定日時までに、
    下記の電話番号へご連絡ください。変更を取りやめます。
mail-contact-withdrawn-lead =
    カスタマーサービスセンターが、お申し出により、
    貴社のご担当者様のメールアドレスの変更を取りやめました。
mail-contact-withdrawn-next =
    これからも、今までのメールアドレスにご連絡します。
mail-contact-changed-lead =
    カスタマーサービスセンターが、お申し出により、
    貴社のご担当者様のメールアドレスを
    このアドレスに変更しました。
mail-contact-changed-next =
    管理ユーザのパスワード初期化など、
    大切なご連絡をお送りします。
mail-contact-changed-unexpected =
    お心あたりがない場合は、お手数ですが
    下記までご連絡ください。
