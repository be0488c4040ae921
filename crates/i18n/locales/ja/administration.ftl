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

## Send again
change-first-mail = 初回のメール
change-about-first-mail = 新しい仮パスワードを、もう一度メールでお送りします。
change-ask-resend = 初回のメールをもう一度送りますか。
change-ask-resend-mail = 新しい仮パスワードを{ $recipient }へメールでお送りします。
change-ask-resend-old = 前にお送りした仮パスワードは使えなくなります。
change-resent = 初回のメールを送りました。

## First password on paper
handout-label = お渡し用の用紙
handout-button = 用紙を作成
handout-about = メールアドレスのない方に、仮パスワードを印刷してお渡しします。
handout-ask = お渡し用の用紙を作成しますか。
handout-ask-next = 新しい仮パスワードを作り、一度だけ画面に表示します。印刷して、ご本人に直接お渡しください。
handout-title = ログインのご案内
handout-once = 仮パスワードを表示するのは、この一度だけです。今すぐ印刷してください。
handout-before = 用紙は一度だけ表示します。印刷できなかった場合は、もう一度作成してください。
handout-data = ログインに使うもの
handout-password = 仮パスワード
handout-until = 仮パスワードの期限
handout-steps = 使い始めるまでの手順
handout-step-app = スマートフォンまたはパソコンに、認証アプリを1つ入れます。
handout-step-log-in = 上のログイン画面を開き、ワンタイムパスワードは空欄のままログインします。
handout-step-password = 新しいパスワードを決めて入力します。
handout-step-secret = 「発行」を押し、表示されたQRコードを認証アプリで読み取って、番号を入力します。
handout-keep = この用紙は他の人に見せず、パスワードを変更したあとは捨ててください。
handout-print = 印刷する
handout-back = ユーザ編集へ戻る
