## Forms
form-error-summary = 入力内容をご確認ください
form-error-empty = { $field }を入力してください。
form-error-format = { $field }の形をご確認ください。
form-error-long = { $field }が長すぎます。

## Pages that stand in for another
error-form-old-title = もう一度お試しください
error-form-old-lead = 画面を開いてから時間がたったため、送信できませんでした。入力内容は処理されていません。
error-form-old-next = 画面を開き直して、もう一度入力してください。
error-busy-title = ただいま混み合っています
error-busy-lead = 入力内容は処理されていません。少し待ってから、もう一度お試しください。
error-busy-button = もう一度試す
error-away-title = ただいまご利用いただけません
error-away-lead = 入力内容は処理されていません。少し待ってから、もう一度お試しください。
error-uncertain-title = 処理の結果を確認できませんでした
error-uncertain-lead = 保存の途中で通信が途切れました。少し待ってから、この画面を再読み込みして同じ内容をもう一度送信してください。すでに保存されていた場合も、二重には処理されません。
error-missing-title = ページが見つかりません
error-missing-lead = アドレスをご確認ください。
error-forbidden-title = このページは開けません
error-forbidden-lead = お使いのユーザでは利用できない機能です。
error-method-lead = このアドレスは、その方法では開けません。メニューまたはログイン画面からお進みください。
error-unreadable-title = 送信内容を読み取れませんでした
error-unreadable-lead = 入力が長すぎるか、途中で欠けているため、処理できませんでした。
error-fault-title = 処理できませんでした
error-fault-lead = 申し訳ございません。時間をおいて、もう一度お試しください。
error-fault-id = お問い合わせの際は、次の番号をお伝えください：{ $id }
