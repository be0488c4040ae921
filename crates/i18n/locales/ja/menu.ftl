menu-admin-title = 管理メニュー
menu-title = メニュー
menu-users = ユーザー一覧
menu-register-general = 一般ユーザを登録する
menu-own-details = ユーザ情報変更
menu-password = パスワード変更
menu-sessions = ログイン中の端末
menu-login-history = ログイン履歴
menu-activity = 操作履歴

## Signed-in devices
sessions-log-out-others = この端末以外をログアウト
sessions-log-out-one = ログアウトさせる

## The administrator's first steps (GUIDE-2)
steps-title = はじめに行うこと
steps-app = ワンタイムパスワードのアプリをインストールする
steps-own-secret = 管理画面にログインし、ワンタイムパスワードを設定
steps-create-users = 「管理」ユーザでログインし、「一般」「出荷」ユーザを作成する
steps-users-secret = 「一般」「出荷」ユーザでログインし、ワンタイムパスワードを設定
steps-done = 完了
