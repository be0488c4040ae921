# Columns and words of lists (CSV) of merchants and users
import-kind = 業種区分
import-kind-logistics = 物流
import-kind-other = 非物流
import-tablet = タブレット契約
import-yes = 有
import-yes-too = はい
import-yes-mark = ○
import-no-too = いいえ
import-no-mark = ×
import-no = 無
import-contact-mail = 担当者メールアドレス
import-admin-name = 管理者名
import-admin-mail = 管理者メールアドレス
import-same-person = 管理者ユーザと同一
import-user-name = ユーザ名
import-by-mail = 受信する
import-not-by-mail = 受信しない
