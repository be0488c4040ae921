operator-find-merchant = 加盟店検索
operator-print-sheet = 登録完了書を印刷
operator-mail-status = 送信状況
operator-approve = 承認
operator-reject = 却下
