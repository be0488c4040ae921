# Looking something up in the record of what was done.

trail-from = 開始日
trail-until = 終了日
trail-act-all = ログイン・ログアウト・表示を除くすべて
trail-none = 条件に合う記録はありません。
trail-note = この画面の表示と保存も、記録に残ります。1つのファイルには、新しいものから2万件まで入ります。それより多いときは、最後の行に続きの保存のしかたが書かれます。
trail-rest = ここまでで{ $count }件です。残りを保存するには、終了日を{ $day }にしてください。
trail-csv = CSVで保存
trail-json = JSONで保存

## The operators' page
operator-trail = 操作履歴
operator-about-trail = すべての加盟店とカスタマーサービスの操作履歴を調べます。
