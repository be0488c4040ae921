# Pages that only a demonstration has.
demo-letters-title = メールの見本
demo-letters-lead = 送られるメールのすべての種類です。値はすべて見本です。
demo-letters-text = 文字のみ
demo-letters-html = HTML形式
demo-letters-in-ja = 日本語
demo-letters-in-en = 英語
demo-letters-show-html = HTML形式で見る
