## Issue
secret-title = { $service } user: issue secret key
secret-lead-issue = Press “Issue” to show a secret key and a QR code made for you alone.
secret-lead-register = Scan the QR code with an authenticator app, or type in the secret key.
secret-lead-confirm = Enter the six-digit number from the app below to finish. From then on you need this number to log in.
secret-lead-closed = If you closed this page halfway, log in with the one-time password left blank and issue a key again. Delete the old entry in the app.
secret-issue-button = Issue
secret-issued = Issued secret key
secret-qr = QR code for registration
secret-open-app = Open in an app on this device
secret-apps-title = Choosing an app

## Confirm
secret-confirm-lead = Enter the six-digit number that the app shows.
secret-confirm-field = One-time password from the app
secret-confirm-button = Finish registration
secret-malformed = Enter six digits.
secret-wrong = The number does not match. Wait until the next number appears and enter that.
secret-clock-off = The clock of the device is off by about { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }. Set it to automatic, then enter the number.
secret-done = Registration finished. At your next log-in, use a new number.
secret-hidden = The secret key was hidden because its time ran out. If you have not registered it yet, issue it again.
secret-enrol-again = The registration of your authenticator app was stopped because of repeated wrong numbers. Ask your company’s administrator to reset it.
