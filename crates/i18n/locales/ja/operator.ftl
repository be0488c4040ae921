operator-find-merchant = 加盟店検索
operator-print-sheet = 登録完了書を印刷
operator-mail-status = 送信状況
operator-approve = 承認
operator-reject = 却下

## The operators' entrance and menu
operator-login-lead = カスタマーサービスセンターの担当者専用です。
operator-login-help = ログインできないときは、システムの管理担当者に、アカウントの再設定をご依頼ください。
operator-login-merchants = 加盟店の方は、貴社のアクセスキーがついたアドレスからログインしてください。
operator-menu-title = カスタマーサービスメニュー
