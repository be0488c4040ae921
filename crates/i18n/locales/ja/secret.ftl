## Issue
secret-title = { $service }ユーザ 秘密鍵発行
secret-lead-issue = 「発行」を押すと、あなた専用の秘密鍵とQRコードが表示されます。
secret-lead-register = 認証アプリでQRコードを読み取るか、秘密鍵を入力してください。
secret-lead-confirm = アプリに出た6桁の番号を下に入力すると、登録完了です。次回からこの番号が必要です。
secret-lead-closed = 途中で閉じた場合は、ワンタイムパスワードを空欄にしてログインし、もう一度発行してください。アプリの古い登録は削除してください。
secret-issue-button = 発行
secret-issued = 発行された秘密鍵
secret-qr = 登録用QRコード
secret-open-app = この端末のアプリで開く
secret-apps-title = アプリの選び方

## Confirm
secret-confirm-lead = アプリに表示されている6桁の番号を入力してください。
secret-confirm-field = 確認用ワンタイムパスワード
secret-confirm-button = 登録を完了する
secret-malformed = 6桁の数字を入力してください。
secret-wrong = 番号が一致しません。次の番号に変わってから入力してください。
secret-clock-off = 端末の時計が約{ $minutes }分ずれています。自動設定にしてから入力してください。
secret-done = 登録が完了しました。次のログインでは、新しい番号をお使いください。
secret-hidden = 表示時間が過ぎたため、秘密鍵を隠しました。まだ登録していない場合は、もう一度発行してください。
secret-enrol-again = 間違った番号が続いたため、認証アプリの登録を停止しました。貴社の管理ユーザに初期化をご依頼ください。
