## List
list-search-hint = ユーザID、ユーザ名、メールアドレスの一部
list-all-states = すべて
list-near-deletion = まもなく削除
list-clear = 条件を消す
list-none-found = 条件に合うユーザはいません。
users-state-secret-spent = 秘密鍵の再登録が必要

## Change
change-title = 登録内容の変更
change-type-hint = 変更すると、このユーザがログイン中の端末はログアウトされます。
change-mail-hint = 半角64字以内。変更すると、変更前と変更後のアドレスへお知らせします。
change-nothing = 変更された項目はありません。
change-meanwhile = 画面を開いている間に、このユーザが他の画面で変更されました。いまの登録内容をご確認のうえ、必要な場合は、もう一度「確認」を押してください。
change-item = 項目
change-before = 変更前
change-after = 変更後
change-same = 変更なし
change-ask-sessions = このユーザがログイン中の端末は、ログアウトされます。
change-ask-mail = メールアドレスの変更を、変更前と変更後のアドレスへお知らせします。
