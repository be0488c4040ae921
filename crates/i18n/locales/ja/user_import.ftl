# CSV取込: users from a list

## Enter
list-enter-title = CSV取込(入力)
list-lead = 一覧表（CSV）から、一般・出荷ユーザをまとめて登録します。次の画面で内容を確認するまで、登録はされません。
list-file = CSVファイル
list-file-hint = 1行目は見出し、1度に{ $most }行まで。文字コードはUTF-8またはShift_JIS（Windows-31J）です。
list-paste = 表の貼り付け
list-paste-hint = ファイルの代わりに、表計算ソフトの表を見出しの行から貼り付けることもできます。
list-sample = 見本のCSVをダウンロードする
list-columns = 見出しと内容
list-needed = 必須
list-about-type = 「一般」または「出荷」
list-about-method = 「受信する」または「受信しない」（ワンタイムパスワードのメールでの受信）
list-about-method-tablet = 「受信しない」（タブレット決済をご契約のため）
list-about-same = 「はい」または空欄。「はい」の行には、ユーザ名とメールアドレスは要りません。
list-about-mail = 半角64字以内。「受信する」の行には必要です。
list-past = 最近の取込
list-past-of = { $time } の取込
list-sample-first = 黒田 太郎
list-sample-second = 黒田 猫太

## What is wrong with the list
list-error-none = CSVファイルを選ぶか、表を貼り付けてください。
list-error-empty = 見出しのほかに行がありません。
list-error-long = 1度に取り込めるのは{ $lines }行、{ $kilobytes }KBまでです。分けて取り込んでください。
list-error-text = 文字を読み取れません。UTF-8またはShift_JIS（Windows-31J）で保存してください。
list-error-broken = CSVとして読み取れません。
list-error-column = 見出し「{ $column }」は使えません。見本の見出しをお使いください。
list-error-column-twice = 見出し「{ $column }」が2つあります。
list-error-missing = 見出し「{ $columns }」がありません。1行目に見出しを入れてください。
list-joint = 、

## What is wrong with a line
list-error-differs = 登録済みのユーザと内容が異なります（{ $fields }）。変更は「編集」から行ってください。
list-error-no-address = 初期パスワードの送り先がありません。メールアドレスを入力してください。
list-error-line-twice = 「{ $field }」が{ $line }行目と重なっています。
list-error-word = 「{ $field }」は「はい」または空欄にしてください。

## Check
list-check-title = CSV取込(確認)
list-check-lead = 「確定」を押すと、{ $count }人を登録し、初期パスワードをメールで順にお送りします。登録できない行は飛ばします。
list-check-none = 登録できる行がありません。CSVを直して、もう一度取り込んでください。
list-count-new = 登録できる行
list-count-done = 登録した行
list-count-same = 登録済みの行
list-count-wrong = 登録できない行
list-lines = { $count }行
list-wrong-title = 登録できない行
list-line = 行
list-download-check = 確認結果をCSVでダウンロードする

## Done
list-done-title = CSV取込(完了)
list-done-lead = { $count }人を登録しました。（{ $time }）
list-sent-some = 初期パスワードのメールを、1分間に{ $rate }通ずつお送りしています。{ $all }通のうち{ $sent }通が済みました。
list-sent-all = 初期パスワードのメールは、すべてお送りしました。
list-progress = メール送信の進み具合
list-refresh = 最新の状況を表示する
list-download = 結果をCSVでダウンロードする
list-another = 続けて取り込む
list-kept = この結果は、取込から7日間ご覧になれます。

## The list of results
list-result = 結果
list-why = エラー内容
list-is-new = 登録できます
list-was-new = 登録しました
list-is-same = 登録済み
list-is-wrong = エラー
