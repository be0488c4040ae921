# The frame of the help centre; its topics are Markdown files of the web pages.
help-lead = { $service }の加盟店管理画面の使い方をご案内します。
help-contents = このページの内容
help-next = 次は：
help-all-topics = 使い方の一覧へ
help-group-start = はじめに
help-group-walkthrough = アプリ別の手順
help-group-trouble = こんなときは
help-group-move = 別の端末でも使う
help-key-link = アクセスキーがわからないとき
help-lock-link = ロックの解除のしかた
help-app-link = アプリに登録する手順を見る
help-stay-in-chrome = Chromeの拡張機能をお使いの方は、ログインなどの操作も、必ずChromeで行ってください。
