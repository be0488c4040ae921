# The made-up application behind a door, in demo mode only
door-demo-lead = お試し版の見本アプリケーションです。関所を通った方が、アプリケーションにはこのように伝わります。
door-demo-headers = 受け取ったヘッダー
door-demo-claims = 署名付きの内容
door-demo-verified = 公開鍵で署名を確認しました。内容は60秒間だけ有効です。
