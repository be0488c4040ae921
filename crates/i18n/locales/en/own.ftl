# What people see and change of themselves, and the record of what was done.

## Own details
own-mail-hint = Up to 64 characters. After a change, a mail to the new address asks for confirmation.
own-pending = A mail was sent to { $mail }. The change takes effect once its link is opened, within { $minutes } minutes.
own-locked = You are the same person as the administrator: please change name and e-mail address as the administrator.
own-nothing = Nothing was changed.
own-too-often = The e-mail address was changed too often. Please try again in about an hour.
own-mail-needed = The e-mail address cannot be left empty. If it is no longer needed, ask your administrator.
own-mail-needed-admin = The administrator’s e-mail address cannot be left empty.

## The link that confirms a new address
own-address-title = Change of e-mail address
own-address-lead = Press the button to change to the address that received this mail.
own-address-button = Change the e-mail address
own-address-note = If you did not ask for this, simply close the page.
own-address-done = The e-mail address was changed.
own-address-taken = This e-mail address has been registered for another user and cannot be used.
own-address-dead = This link does not work. It has expired or was used already.
own-address-again = To change the address, log in and use “My details” again.

## Signed-in devices
own-sessions-lead = These devices are logged in now.
own-sessions-note = If you do not recognise a device, log it out and then change your password.
own-device = Device
own-device-unknown = Unknown device
own-this-device = This device
own-network = Network
own-since = Logged in
own-last-seen = Last used
own-ended = Logged out.

## Log-in history
own-log-ins-lead = The latest 50 are shown, the newest first.
own-log-ins-note = If you do not recognise a log-in, change your password and tell your administrator (administrators: the customer service centre).
own-time = Time
own-outcome = Result
own-how = Details
own-succeeded = Success
own-failed = Failed
own-how-app = Number from the app
own-how-mail = Number by e-mail
own-how-recovery = Recovery code
own-how-passkey = Passkey
own-how-password = Password only (before set-up)
own-how-other = Other
own-why-password = Wrong password
own-why-code = Wrong one-time password
own-why-passkey = Passkey not verified
own-why-key = Wrong access key
own-why-expired = Temporary password or set-up time over
own-why-stopped = Use suspended

## Activity
own-activity-empty = Nothing has been recorded yet.
own-who = Who
own-what = What
own-whom = To whom
own-detail = Details, reason
own-who-schedule = Automatic
own-who-nobody = Before log-in
own-who-gone = Unknown user
own-do-request-reset = Asked for a password reset
own-do-temporary = Temporary password sent
own-do-password = Password changed
own-do-issue = Secret key issued
own-do-confirm = Secret key registered
own-do-rename-pass = Authenticator renamed
own-do-remove-pass = Authenticator removed
own-do-add-passkey = Passkey added
own-do-remove-passkey = Passkey removed
own-do-recovery = Recovery codes made
own-do-prove-again = Identity confirmed again
own-do-register = User registered
own-do-reset-password = Password reset
own-do-reset-secret = One-time password reset
own-do-release = Lock released
own-do-change = User changed
own-do-delete = User deleted
own-do-resend = First mail sent again
own-do-handout = Sheet to hand over made
own-do-own = Own name changed
own-do-ask-address = Own e-mail address: change asked for
own-do-address = Own e-mail address changed
own-do-create-merchant = Merchant set up
own-do-suspend = Merchant suspended or resumed
own-do-reset-admin = Administrator reset
own-do-log-in = Log-in
own-do-log-out = Log-out
own-do-mail-code = Code sent by e-mail
own-do-import = Users imported from CSV
own-do-expire = User deleted automatically (no log-in for long)
own-do-announce = Announcement published
own-do-announce-end = Announcement withdrawn
own-do-operator-new = Operator registered
own-do-operator-reset = Operator’s credentials reset
own-do-operator-gone = Operator removed
own-do-change-merchant = Merchant’s details changed
own-do-close-merchant = Merchant closed
own-do-contact = Change of the contact address accepted
own-do-contact-withdrawn = Change of the contact address withdrawn
own-do-contact-done = Contact address changed
own-do-ask-approval = Approval asked for at the centre
own-do-approve = Approved at the centre
own-do-reject = Rejected at the centre
own-do-api-key = Key for a program issued
own-do-api-key-gone = Key of a program revoked
own-detail-import = { $new } of { $lines } lines registered
own-do-start-node = System started
own-do-stop-node = System stopped
own-do-read-audit = Audit trail read
own-do-export-audit = Audit trail exported
own-do-purge-audit = Audit trail beyond its time removed
own-do-back-up = Backup taken
own-do-restore = Backup put back
own-do-erase = Personal data of a deleted user erased
own-do-forbidden = Page without permission asked for
own-do-other = Other
