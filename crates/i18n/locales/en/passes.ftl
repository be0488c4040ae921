# Passes, recovery codes, and the question for both factors again.

## Passes
menu-passes = Authenticators
page-menu-passes = Add a new device, remove a lost one, make recovery codes
passes-lead = The authenticator apps that you can log in with. Add the new device before you give the old one away.
passes-none = No authenticator is registered yet.
passes-name = Name
passes-added-at = Added
passes-last-used = Last used
passes-unnamed = Authenticator #{ $number }
passes-add = Add an authenticator
passes-rename = Rename
passes-remove = Remove
passes-at-most = { $most ->
        [1] You can have one authenticator. To change devices, ask your company’s administrator (administrators: the customer service centre) to reset it.
       *[other] You can have { $most } authenticators. To add one, remove one that you do not use.
    }
passes-new-title = Add an authenticator
passes-new-lead = Press “Issue” to show a secret key and a QR code for the new device. Your present devices go on working.
passes-name-hint = For example: new phone. 30 characters at most. May be left blank.
passes-name-bad = Enter a name of 30 characters at most.
passes-rename-title = Rename the authenticator
passes-remove-title = Remove the authenticator
passes-remove-codes = Its numbers will no longer work for logging in.
passes-remove-sessions = All devices but this one are logged out.
passes-remove-button = Remove it
passes-added = The authenticator was added. From the next log-in on, the numbers of either device work.
passes-removed = The authenticator was removed.
passes-last = The last one cannot be removed. Add a new device first.
passes-full = No more authenticators can be added.

## Enrolment after a recovery code
secret-replaces = When the new registration is finished, all your earlier authenticators stop working.

## Recovery codes
recovery-lead = Codes to use in place of the number when your authenticator app cannot show one.
recovery-codes = Your recovery codes
recovery-none = No recovery codes have been made yet.
recovery-left = { $left ->
        [0] No unused recovery code is left.
        [one] One unused recovery code is left.
       *[other] { $left } unused recovery codes are left.
    }
recovery-made = (made { $made })
recovery-runs-out = Few are left. Please make new ones.
recovery-link = To the recovery codes
recovery-hint = Prepare for a lost or broken device: make recovery codes.
recovery-hint-link = Make recovery codes
recovery-hint-again = Make new ones
recovery-void = When you make new ones, the codes before them stop working.
recovery-about-once = You get ten codes. Each works once.
recovery-about-new = After using one you register the authenticator app of a new device.
recovery-make = Make recovery codes
recovery-once = Once you close this page, the codes cannot be shown again. Print or save them now.
recovery-keep = Keep the printed page locked away, and not together with your password.
recovery-text = Save as text
recovery-done = I have kept them
recovery-written = Your recovery codes are ready.

## Log-in with a recovery code
recovery-page-title = Cannot show the number?
recovery-page-lead = Enter one of your recovery codes. After logging in you register the authenticator app of a new device.
recovery-field = Recovery code
recovery-field-hint = 16 letters and digits. Hyphens, capitals and small letters make no difference.
recovery-failure-once = A recovery code works once. Making new ones ends those before.
recovery-others-title = Other ways
recovery-others-pass = If another device of yours has the authenticator app as well, log in with its number.
recovery-others-admin = General and shipping users: ask your company’s administrator to reset the one-time password.
recovery-others-centre = Administrators: contact the customer service centre.
recovery-others-help = When your phone is broken or lost

## The question for both factors
proof-title = Confirm that it is you
proof-lead = Before an important setting is changed, enter your password and one-time password again. What you typed is kept.
proof-code-hint = The six-digit number that the app shows. A number works only once.
proof-button = Confirm and continue
proof-send = Send the number by e-mail
proof-mailed = A six-digit number was sent to your e-mail address.
proof-not-now = Wait 60 seconds before sending again.
proof-refused = This could not be confirmed. Enter your password and the next number that appears.
proof-locked = Because of repeated wrong entries this is stopped. General and shipping users: ask your company’s administrator. Administrators: contact the customer service centre.
proof-cut-off = Something broke off before this was confirmed. Enter your password and a new number again.
proof-passkey-lead = Your passkey is all you need here. There is no password or number to type.
proof-passkey-instead = Instead of a number you can use your passkey.
proof-passkey-button = Confirm with the passkey
proof-note = For { $minutes } minutes after confirming you are not asked again.

## Passkeys
passes-kind = Kind
passes-kind-app = Authenticator app
passes-kind-passkey = Passkey
passkeys-lead = The authenticator apps and passkeys that you can log in with. Add the new device before you give the old one away.
passkeys-title = Passkeys
passkeys-about = Log in by unlocking your device: with your finger, your face or a PIN. There is no number to type, and false log-in pages cannot trick you.
passkeys-add = Add a passkey
passkeys-at-most = You can register { $most } passkeys. To add another, remove one that you do not use.
passkeys-unnamed = Passkey #{ $number }
passkeys-new-title = Add a passkey
passkeys-new-lead = Registers a passkey on this device, on your phone or on a security key. Your authenticator app goes on working.
passkeys-name-hint = For example: shop computer. 30 characters at most. May be left blank.
passkeys-go-on = Go on
passkeys-about-device = Whoever has the device and can unlock it will be able to log in.
passkeys-about-shared = Do not register a device that you share with others.
passkeys-make-lead = Press the button, and the browser opens a window. Follow it and confirm with your finger, your face or a PIN.
passkeys-make = Register the passkey
passkeys-unable = Passkeys need a browser that knows them, with JavaScript switched on.
passkeys-known = This device has a passkey of yours already.
passkeys-not-made = No passkey was registered: it was cancelled, took too long, or this device has none. Please try again.
passkeys-over = No passkey was registered, because more than five minutes had passed. Please try again.
passkeys-refused = The passkey could not be verified and was not registered. Please try again.
passkeys-added = The passkey was added. You can use it from the next log-in on.
passkeys-removed = The passkey was removed. Delete what is left of it in the settings of your device.
passkeys-full = This passkey cannot be added: there are as many as there may be, or it is registered already.
passkeys-rename-title = Rename the passkey
passkeys-remove-title = Remove the passkey
passkeys-remove-use = It will no longer work for logging in.

## The entrance for passkeys
passkeys-log-in-title = Log in with a passkey
passkeys-log-in-lead = Your passkey is all you need. There is no number or password to type.
passkeys-log-in-lead-password = Enter merchant code, user ID and password, then confirm with your passkey.
passkeys-log-in = Use the passkey
passkeys-not-shown = The passkey was not confirmed: it was cancelled, took too long, or this device has none. Please try again.
passkeys-other-ways = Log in without a passkey
passkeys-who-title = Who can use this
passkeys-who = Those who have added a passkey on the page “Authenticators” after logging in.
passkeys-who-lost = If the device with your passkey is not at hand, log in with the number from your app or with a recovery code.
passkeys-failure-own = Did you choose the passkey that you registered here? If you typed a password, is it right?
passkeys-failure-removed = A passkey that was removed does not work. If more than five minutes had passed, please try again.
