# What the pages need beyond the labels.

## Frame
page-skip-link = 本文へ進む
page-languages = 表示言語
page-crumbs = 現在の位置
page-demo-label = お試し版のご案内
page-demo-bar = お試し版です。実際のお客様の情報は入力しないでください。
page-demo-mails-link = 送信されたメールを見る
page-none = なし
page-new-tab = （新しいタブで開きます）
page-home-link = 最初の画面へ

## Contact
page-phone = 電話
page-hours = 受付時間
page-mail = メール

## Key page
page-key-title = アクセスキーの入力
page-key-help = アクセスキーの確認方法

## Log-in page
page-merchant-code-hint = 半角数字9桁
page-user-id-hint = 管理ユーザの方は、加盟店コードと同じ番号です。
page-code-hint = 認証アプリに表示されている6桁の番号です。
page-login-expired = 画面を開いてから時間がたったため、ログインを受け付けていません。もう一度入力してください。
page-first-title = はじめてログインする方へ
page-first-password = 仮パスワードをご用意ください。お手元にない場合は、パスワードの初期化をお願いします。
page-first-log-in = ワンタイムパスワードを空欄にしてログインし、新しいパスワードを設定します。
page-first-secret = 秘密鍵を発行し、認証アプリに登録すると、準備完了です。
page-address-title = アドレスをご確認ください
page-address-check = アドレスの末尾が、貴社のアクセスキー（{ $key }）になっていることをご確認ください。
page-trouble-title = お困りのときは

## Lock page, where no telephone number is configured
page-lock-admin = 管理ユーザの方：カスタマーサービスセンターへご連絡ください。

## Refusals
page-busy-wait = 目安：約{ $seconds }秒後
page-reopen = 画面を開き直す

## Reset
page-reset-again = パスワード初期化をはじめからやり直す
page-no-blanks = 仮パスワードをコピーするときは、前後に空白が入らないようご注意ください。

## Set-up
page-setup-secret = 秘密鍵発行

## Issue of a secret key
page-secret-register = アプリに登録する
page-secret-finish = 番号を入力する
page-secret-left = 表示の残り時間 #
page-secret-limit = { $minutes }分間だけ表示します。
page-secret-qr = 秘密鍵が入った登録用QRコード
page-secret-manual = 手入力する場合、空白は入力しなくてかまいません。
page-recommended = おすすめ
page-apps-note = どれか1つをお使いください。各アプリは他社が提供しており、予告なく変更されることがあります。

## Menu
page-menu-users = ユーザの確認、パスワードやワンタイムパスワードの初期化、ロックの解除
page-menu-register = 日々の業務で使うユーザの登録
page-menu-own-details = ご自身の名前やメールアドレスの変更
page-menu-password = ご自身のパスワードの変更
page-menu-sessions = ログイン中の端末の確認とログアウト
page-menu-login-history = ご自身のログインの日時と結果
page-menu-activity = 貴社のユーザが行った操作の記録

## First steps
page-steps-progress = 4つのうち{ $done }つ完了
page-steps-next = 次はこちら
page-steps-app = パソコンまたはスマートフォンに、認証アプリを1つ入れてください。
page-steps-own-secret = 管理ユーザの秘密鍵を発行し、認証アプリに登録してください。
page-steps-create-users = 日々の業務で使う「一般」ユーザを、1人以上登録してください。
page-steps-users-secret = 登録した方に届くメールの手順で、秘密鍵の登録までお済ませください。

## Users
page-users-method = メール受信
page-users-mail-short = する
page-users-no-mail-short = しない
page-users-total = 全{ $total }件
page-users-range = { $total }件中 { $first }～{ $last }件
page-users-empty = 「新規登録」から、日々の業務で使うユーザを登録してください。
page-pages = ページの移動
page-previous = 前へ
page-next = 次へ

## User form
page-changeable = 登録後に変更できます。
page-same-person-hint = チェックすると、ユーザ名とメールアドレスは管理ユーザと同じになり、入力は不要です。

## User edit
page-edit-actions = 初期化・解除
page-edit-user = ユーザの削除
page-edit-about-password = 仮パスワードをメールでお送りします。
page-edit-about-code = 端末を替えたときや、番号を表示できないときに行います。
page-edit-about-lock = 入力の間違いで止まったログインを、再びできるようにします。
page-edit-about-user = このユーザはログインできなくなります。
page-reason-hint = 任意です。操作履歴に残ります。

## Mails of the demo
page-mails-title = 送信されたメール
page-mails-lead = お試し版では、メールは外へ送られず、ここで読めます。
page-mails-empty = 送信されたメールはまだありません。
page-mail-subject = 件名
page-mail-to = 宛先
page-mail-date = 日時
