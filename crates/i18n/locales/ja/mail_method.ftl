# Log-in with a code by mail.

## First page
mail-method-lead = 加盟店コード・ユーザID・パスワードを入力すると、ご登録のメールアドレスへ6桁の番号をお送りします。
mail-method-who-title = この方法を使える方
mail-method-who = ユーザ登録で「ワンタイムパスワードをメールにて受信する」とした、一般・出荷ユーザの方。
mail-method-who-admin = 「ワンタイムパスワードをメールにて受信する」とした方。
mail-method-tablet = タブレット決済をご契約の加盟店では、この方法はお使いいただけません。アプリの番号でログインしてください。
mail-method-no-admin = 管理ユーザの方は、アプリの番号でログインしてください。
mail-method-over = 画面の有効時間が過ぎたか、番号が使用済みです。はじめから入力してください。

## Second page
code-page-title = ワンタイムパスワードの入力
code-page-lead = ご入力内容が登録と一致した場合、ご登録のメールアドレスへ6桁の番号をお送りしました。{ $minutes }分以内に入力してください。
code-page-hint = メールに書かれた6桁の番号
code-page-newest = ワンタイムパスワードは、最新のメールの番号だけが1回使えます。
code-page-missing-title = メールが届かないとき
code-page-missing-wait = 届くまで数分かかることがあります。迷惑メールもご確認ください。
code-page-missing-typed = 加盟店コード・ユーザID・パスワードのどれかが違うと、メールは届きません。
code-page-missing-method = 「受信しない」で登録されている方、タブレット決済をご契約の加盟店の方には、メールは届きません。
code-page-again = はじめから入力する
code-page-resend = 再送する
code-page-resent = 番号をもう一度お送りする手続きをしました。前の番号は使えなくなりました。
code-page-resend-early = 再送は、60秒おいてから押してください。
code-page-resend-spent = この画面からの再送はここまでです。届かないときは、はじめから入力してください。
