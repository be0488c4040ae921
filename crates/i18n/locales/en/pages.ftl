# What the pages need beyond the labels.

## Frame
page-skip-link = Skip to the content
page-languages = Language
page-crumbs = You are here
page-demo-label = About this demo
page-demo-bar = This is a demo. Do not enter details of real customers.
page-demo-mails-link = Read the e-mails that were sent
page-none = None
page-new-tab = (opens in a new tab)
page-home-link = To the first page

## Contact
page-phone = Telephone
page-hours = Hours
page-mail = E-mail

## Key page
page-key-title = Enter your access key
page-key-help = Where to find the access key

## Log-in page
page-merchant-code-hint = 9 digits
page-user-id-hint = For administrators, the same number as the merchant code.
page-code-hint = The six-digit number in your authenticator app.
page-login-expired = The page had been open too long, so you were not logged in. Please enter your details again.
page-first-title = Logging in for the first time
page-first-password = Have your temporary password ready. If you do not have one, reset your password.
page-first-log-in = Log in with the one-time password left blank and set a new password.
page-first-secret = Issue a secret key, register it in an authenticator app, and you are ready.
page-address-title = Check the address
page-address-check = Make sure that the address ends with your company’s access key ({ $key }).
page-trouble-title = If you need help

## Lock page, where no telephone number is configured
page-lock-admin = Administrators: contact the customer service centre.

## Refusals
page-busy-wait = Try again in about { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    }.
page-reopen = Open the page again

## Reset
page-reset-again = Start the reset again
page-no-blanks = When you copy the temporary password, leave out any blanks before and after it.

## Set-up
page-setup-secret = Issue secret key

## Issue of a secret key
page-secret-register = Register in the app
page-secret-finish = Enter the number
page-secret-left = Shown for another #
page-secret-limit = Shown for { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    } only.
page-secret-qr = QR code for registration, with the secret key in it
page-secret-manual = If you type it in, you can leave out the blanks.
page-recommended = Recommended
page-apps-note = One app is enough. The apps are made by other companies and may change without notice.

## Menu
page-menu-users = See users, reset passwords and one-time passwords, release locks
page-menu-register = Add a user for the daily work
page-menu-own-details = Change your name or e‑mail address
page-menu-password = Change your own password
page-menu-sessions = See where you are signed in, and log out
page-menu-login-history = When you logged in, and how it went
page-menu-activity = What your company’s users have done

## First steps
page-steps-progress = { $done } of 4 done
page-steps-next = Do this next
page-steps-app = Install one authenticator app on a computer or a phone.
page-steps-own-secret = Issue the administrator’s secret key and register it in the app.
page-steps-create-users = Register at least one general user for the daily work.
page-steps-users-secret = Have the new user follow the e-mail up to the registration of a secret key.

## Users
page-users-method = By e-mail
page-users-mail-short = Yes
page-users-no-mail-short = No
page-users-total = { $total ->
        [one] { $total } user
       *[other] { $total } users
    }
page-users-range = { $first }–{ $last } of { $total }
page-users-empty = Add the users for the daily work with “New user”.
page-pages = Pages
page-previous = Previous
page-next = Next

## User form
page-changeable = Can be changed later.
page-same-person-hint = If ticked, name and e-mail address are the administrator’s and need not be entered.

## User edit
page-edit-actions = Reset and release
page-edit-user = Delete user
page-edit-about-password = Sends a temporary password by e-mail.
page-edit-about-code = For a new device, or when the number cannot be shown.
page-edit-about-lock = Allows logging in again after too many wrong entries.
page-edit-about-user = The user can no longer log in.
page-reason-hint = Optional. It is kept in the activity record.

## Mails of the demo
page-mails-title = E-mails sent
page-mails-lead = In the demo, e-mails do not leave this machine; read them here.
page-mails-empty = No e-mails have been sent yet.
page-mail-subject = Subject
page-mail-to = To
page-mail-date = Date
