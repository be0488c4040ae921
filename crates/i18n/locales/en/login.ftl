## Key page
key-button = Continue to log in
key-hint = The 2 to 7 digits at the end of the address you were given.
key-malformed = An access key is 2 to 7 digits.

## Log-in page
login-title = Log in
login-button = Log in
login-reset-link = Reset your password here if you do not know it
login-no-number-link = Cannot show the number?
login-mail-link = Receive the number by e-mail
login-app-link = Use an app
login-resend = Send again (in { $seconds } s)
login-recovery-link = Log in with a recovery code
login-code-hint = Leave this blank if you log in for the first time or were reset.
login-lock-note = If a general or shipping user is locked, your company’s administrator can release the lock.

## Failure: the same words whatever was wrong (LOGIN-15)
login-failure-title = You could not be logged in
login-failure-lead = Please check what you entered. For safety we do not say which entry was wrong.
login-failure-key = Are the access key at the end of the address ({ $key }) and the merchant code right?
login-failure-admin = The administrator’s user ID is the same number as the merchant code.
login-failure-temporary = Only the temporary password in the newest e-mail works, for { $days ->
        [one] { $days } day
       *[other] { $days } days
    }.
login-failure-code = A one-time password works once. Wait until the next number appears and enter that.
login-failure-blank = If you log in for the first time or were reset, leave the one-time password blank.
login-failure-help = If you need help: general and shipping users, ask your company’s administrator; administrators, contact the customer service centre.

## Lock
lock-title = Your password is locked
lock-lead = Logging in is stopped because of repeated wrong entries.
lock-general = General and shipping users: ask your company’s administrator to release the lock.
lock-admin = Administrators: contact the customer service centre ({ $phone }, { $hours }).
lock-known-device = If this was not you, you may still be able to log in from a device you usually use.

## Leaving
idle-title = You will be logged out soon
idle-warning = You have not done anything for a while and will be logged out in { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    }.
idle-after = You were logged out because nothing was done for { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
session-logged-out = You are logged out.
session-ended = Your log-in has run out. Please log in again.

## Recovery codes
recovery-title = Recovery codes
recovery-print = Print recovery codes
