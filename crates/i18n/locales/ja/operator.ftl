operator-find-merchant = 加盟店検索
operator-print-sheet = 登録完了書を印刷
operator-mail-status = 送信状況
operator-approve = 承認
operator-reject = 却下

## The operators' entrance and menu
operator-login-lead = カスタマーサービスセンターの担当者専用です。
operator-login-help = ログインできないときは、システムの管理担当者に、アカウントの再設定をご依頼ください。
operator-login-merchants = 加盟店の方は、貴社のアクセスキーがついたアドレスからログインしてください。
operator-menu-title = カスタマーサービスメニュー

## Search and file
operator-search = 検索
operator-company-hint = 一部だけでも探せます。
operator-new-merchant = 加盟店を登録する
operator-none-found = 該当する加盟店はありません。
operator-many-found = 先頭の{ $count }件を表示しています。条件を追加してください。
operator-kind = 物流区分
operator-state = 状態
operator-state-open = 利用中
operator-state-suspended = 利用停止中
operator-state-closed = 解約済み
operator-logistics = 物流加盟店
operator-non-logistics = 非物流加盟店
operator-tablet = タブレット決済の契約あり
operator-tablet-hint = 契約があると、メールでのログインは使えません。
operator-mail-method = メールでのログイン
operator-mail-method-open = 使える
operator-mail-method-shut = 使えない
operator-file = ご登録内容
operator-file-acts = 加盟店の手続き
operator-admin = 管理ユーザ
operator-admin-name = 管理ユーザのユーザ名
operator-admin-mail = 管理ユーザのメールアドレス
operator-contact = ご担当者様のメールアドレス
operator-contact-new = 新しいメールアドレス
operator-login-address = ログイン画面のアドレス
operator-created-at = 登録日時
operator-secret = 秘密鍵
operator-has-secret = 登録済み
operator-users = 一般・出荷ユーザ
operator-users-note = 一般・出荷ユーザのロック解除と初期化は、加盟店の管理ユーザが行います。センターではできません。
operator-access-key-hint = 半角数字2～7桁
operator-edit-merchant = 登録内容の変更
operator-to-file = 加盟店の画面へ

## The telephone call
operator-identity = 加盟店コードと社名をお聞きし、登録内容と一致することを確認しました。
operator-identity-error = 加盟店コードと社名をお聞きし、確認のチェックを入れてください。
operator-reason-hint = 操作履歴に残り、加盟店の管理ユーザも読めます。
operator-told = ご担当者様と管理ユーザへ、メールでお知らせします。

## Acts on the administrator
operator-ask-password = 管理ユーザのパスワードを初期化しますか。
operator-ask-secret = 管理ユーザのワンタイムパスワードを初期化しますか。
operator-ask-lock = 管理ユーザのロックを解除しますか。
operator-password-next = 仮パスワードをご担当者様へメールでお送りします。今のパスワードは使えなくなります。
operator-takes-two = ご担当者様のメールアドレスが7日以内に変更されたため、別の担当者の承認が必要です。
operator-ask-second = 承認を依頼する
operator-done-asked = 別の担当者へ承認を依頼しました。24時間以内に承認されると、手続きが完了します。
operator-already-asked = この加盟店には、承認待ちの依頼があります。
operator-no-address = 仮パスワードをお送りするメールアドレスが登録されていません。
operator-stale = 状態が変わっていたため、手続きは行いませんでした。内容をご確認ください。

## Acts on the merchant
operator-withdraw = 変更の取り消し
operator-suspend = 利用停止
operator-reopen = 利用再開
operator-close = 解約
operator-about-contact = 新しいアドレスは、待ち時間のあとで使われます。
operator-about-withdraw = 待ち時間のうちに、お申し出があったときに行います。
operator-about-suspend = この加盟店の全員がログインできなくなります。
operator-about-reopen = 再びログインできるようにします。
operator-about-close = 元に戻せません。
operator-button-change = 変更
operator-button-withdraw = 取り消す
operator-button-suspend = 停止する
operator-button-reopen = 再開する
operator-button-close = 解約する
operator-ask-contact = ご担当者様のメールアドレスを変更しますか。
operator-ask-withdraw = メールアドレスの変更を取り消しますか。
operator-ask-suspend = この加盟店の利用を停止しますか。
operator-ask-reopen = この加盟店の利用を再開しますか。
operator-ask-close = この加盟店を解約しますか。
operator-contact-hold = { $hours }時間後に有効になります。それまでは今のアドレスが使われます。今のアドレスと管理ユーザへ、すぐにお知らせします。
operator-contact-two = 変更から7日間は、管理ユーザの初期化に別の担当者の承認が必要です。
operator-withdraw-next = 待っている新しいアドレスは使われません。今のアドレスのままになります。
operator-suspend-next = ログイン中の方は、すぐにログアウトされます。ログイン画面では、理由はお伝えしません。
operator-reopen-next = これまでのパスワードと秘密鍵で、ログインできます。
operator-close-next = この加盟店の方は、二度とログインできません。解約は取り消せません。
operator-contact-waits = 変更を待っているアドレスがあります。
operator-contact-waits-not = 待っている変更はありません。
operator-contact-same = 今のメールアドレスと同じです。
operator-contact-waiting = ご担当者様のメールアドレスは、{ $time }に { $mail } へ変わります。それまで、管理ユーザの初期化には別の担当者の承認が必要です。
operator-contact-fresh = ご担当者様のメールアドレスは、7日以内に変わりました。管理ユーザの初期化には、別の担当者の承認が必要です。
operator-not-open = 停止できるのは、利用中のときだけです。
operator-not-suspended = 利用停止中ではありません。
operator-done-contact = メールアドレスの変更を受け付けました。
operator-done-withdraw = メールアドレスの変更を取り消しました。
operator-done-edit = 変更しました。
operator-done-suspend = 利用を停止しました。
operator-done-reopen = 利用を再開しました。
operator-done-close = 解約しました。
operator-stale-form = ほかの担当者が先に変更しました。下の内容は保存されていません。今の登録内容を確かめてから、もう一度「確定」を押してください。
operator-error-code = 加盟店コードは、半角数字9桁で入力してください。
operator-error-code-taken = この加盟店コードは、すでに使われています。
operator-error-company = 社名は60字以内で入力してください。
operator-error-access-key = アクセスキーは、半角数字2～7桁で入力してください。
operator-error-kind = 物流区分を選んでください。
operator-error-shipping = 出荷ユーザがいるため、非物流加盟店にはできません。
operator-first-password = 初期パスワード
operator-first-by-mail = ご担当者様へメールで送る
operator-first-shown = この次の画面に一度だけ表示する
operator-opened = 加盟店を登録しました
operator-opened-by-mail = 初期パスワードを、メールでお送りしました。
operator-opened-shown = 初期パスワードは、この画面にだけ表示します。控えてから、画面を閉じてください。

## Approvals
operator-approvals = 承認待ち
operator-approvals-lead = ご担当者様のメールアドレスが変わったばかりの加盟店では、管理ユーザの初期化に2人の確認が必要です。
operator-approvals-none = 承認待ちの依頼はありません。
operator-approval-own = ご自身の依頼は承認できません。却下すると、依頼を取り下げます。
operator-asked-by = 依頼した担当者
operator-asked-at = 依頼日時
operator-asked-until = 期限
operator-done-approve = 承認し、手続きを行いました。
operator-done-reject = 却下しました。
operator-too-late = この依頼には、もう回答できません。

## Mail status
operator-mail-note = 過去90日間にこの加盟店へ送ったメールです。宛先は一部を隠しています。
operator-mail-none = 送ったメールはありません。
operator-mail-time = 日時
operator-mail-kind = 種類
operator-mail-to = 宛先
operator-mail-tries = 送信回数
operator-mail-answer = サーバの応答
operator-mail-again = 再送
operator-mail-queued = 送信待ち
operator-mail-sent = 送信済み
operator-mail-dead = 送信できません
operator-mail-expired = 期限切れ
operator-again-admin = 加盟店の管理ユーザが、もう一度初期化します。
operator-again-self = ご本人が、画面からもう一度お手続きします。
operator-kind-other = お知らせ

## Registration sheet
operator-sheet = 登録完了書
operator-sheet-lead = { $service }のご利用登録が完了しました。下記の内容で、ログインをお始めください。
operator-sheet-account = ログインに必要な情報
operator-sheet-no-password = パスワードは、この書面には記載しておりません。次の手順で、お受け取りください。
operator-sheet-begin = はじめかた
operator-sheet-step-open = ログイン画面のアドレスを開きます。
operator-sheet-step-reset = 「{ $link }」を押し、加盟店コードとユーザIDを入力して「初期化依頼」を押します。
operator-sheet-step-mail = ご担当者様に届くメールのURLを30分以内に開き、仮パスワードを受け取ります。
operator-sheet-step-password = 仮パスワードでログインし、新しいパスワードと秘密鍵を設定します。
operator-sheet-step-users = 管理ユーザで、日々の業務で使う「一般」「出荷」ユーザを登録します。
operator-sheet-print = ブラウザの印刷機能で印刷してください。

## Menu
operator-about-find = 加盟店の確認、管理ユーザの初期化とロック解除、登録内容の変更
operator-about-new = 加盟店と管理ユーザの登録
operator-about-approvals = 別の担当者から依頼された手続きの承認と却下

## Networks
operator-networks = ログインを許可するネットワーク
operator-networks-hint = 空欄のときは、どこからでもログインできます。例：203.0.113.0/24 198.51.100.7（空白で区切ります）
operator-error-networks = アドレスまたは範囲（203.0.113.0/24 など）を、空白で区切って入力してください。
operator-error-networks-many = ネットワークは50件までです。

## Notices
operator-notices = お知らせとメンテナンス
operator-about-notices = ログイン画面とメニューに出すお知らせ、メンテナンスの予定
operator-notice-kind = 種類
operator-kind-notice = お知らせ
operator-kind-maintenance = メンテナンス
operator-maintenance-hint = 時間になると、この画面以外の画面が閉じます。ログイン中の方は、終わったあとに続けられます。
operator-notice-ja = 日本語の文
operator-notice-en = 英語の文
operator-notice-from = 開始
operator-notice-until = 終了
operator-time-hint = 日本時間で入力してください。
operator-error-notice = 1～500字で入力してください。
operator-error-time = 開始より後の、これからの日時を入力してください。メンテナンスは2日以内です。
operator-done-announced = 登録しました。
operator-done-withdrawn = 取り消しました。
operator-notice-over = すでに終わっています。
operator-notice-now = 掲載中
operator-notice-ahead = 予定
operator-notice-ended = 終了
