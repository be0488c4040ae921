## Page
password-title = パスワード変更
password-current = 現在のパスワード
password-new = 新パスワード
password-new-again = 新パスワード確認
password-button = 確定
password-forced-first = 仮パスワードでログインされました。ご自身のパスワードに変更してください。
password-forced-expired = 前回のパスワード変更から{ $days }日が過ぎました。新しいパスワードに変更してください。
password-forced-reset = パスワードが初期化されました。新しいパスワードに変更してください。
password-changed = パスワードを変更しました。

## The rules, each printed from its setting (PWD-7)
password-rules-title = パスワードの決まり
password-rule-length = { $min }～{ $max }文字
password-rule-alphabet = 半角英数字のみ（0～9、a～z、A～Z）
password-rule-mixed = 数字と英字をそれぞれ1文字以上使う
password-rule-any = 文字の種類に決まりはない（長い文でもよい）
password-rule-run = 同じ文字を{ $count }文字以上続けない
password-rule-history = 今のパスワードと、これまでの{ $count }回分のパスワードは使えない
password-rule-current = 今のパスワードとは違うものにする
password-rule-guessable = 推測されやすいものは使えない

## The rule that failed
password-error-length = パスワードは{ $min }～{ $max }文字で入力してください。
password-error-alphabet = パスワードは半角英数字で入力してください。
password-error-mixed = 数字と英字をそれぞれ1文字以上使ってください。
password-error-run = 同じ文字が{ $count }文字以上続いています。
password-error-history = 今までに使ったパスワードです。別のパスワードにしてください。
password-error-current-same = 今のパスワードと同じです。別のパスワードにしてください。
password-error-common = 多くの人が使う単語や、よく知られたパスワードでできています。別のパスワードにしてください。
password-error-context = ユーザID、加盟店コード、会社名などでできています。別のパスワードにしてください。
password-error-pattern = キーボードの並びや、数字・文字の順番、日付でできています。別のパスワードにしてください。
password-error-control = 入力できない文字が含まれています。
password-error-differs = 新パスワードと新パスワード確認が一致しません。
password-error-current = 現在のパスワードが正しくありません。
