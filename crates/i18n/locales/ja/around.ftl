# Around the log-in: maintenance, notices.
maintenance-title = ただいまメンテナンス中です
maintenance-until = 終了予定：{ $until }（日本時間）
maintenance-sessions = 入力の途中だった内容は保存されていません。終了後に、もう一度お試しください。
announcement-label = お知らせ
