## List
list-search-hint = Part of a user ID, name or e-mail address
list-all-states = All
list-near-deletion = Soon deleted
list-clear = Clear
list-none-found = No user matches.
users-state-secret-spent = Secret must be issued again

## Change
change-title = Change details
change-type-hint = A change logs the user out on all devices.
change-mail-hint = Up to 64 characters. A change is told to the old and the new address.
change-nothing = Nothing was changed.
change-meanwhile = This user was changed on another page while this one was open. Check the details as they stand now, then press “Check” again if the change is still needed.
change-item = Item
change-before = Before
change-after = After
change-same = No change
change-ask-sessions = The user is logged out on all devices.
change-ask-mail = The change of the e-mail address is told to the old and the new address.

## Send again
change-first-mail = First mail
change-about-first-mail = A new temporary password is sent by e-mail once more.
change-ask-resend = Send the first mail again?
change-ask-resend-mail = A new temporary password is sent to { $recipient }.
change-ask-resend-old = The temporary password sent before stops working.
change-resent = First mail sent again.

## First password on paper
handout-label = Sheet to hand over
handout-button = Make a sheet
handout-about = For people without an e-mail address: a temporary password to print and hand over.
handout-ask = Make a sheet to hand over?
handout-ask-next = A new temporary password is made and shown once. Print it and hand it to the person directly.
handout-title = How to log in
handout-once = The temporary password is shown this once only. Print the page now.
handout-before = A sheet is shown once only. If it could not be printed, make another one.
handout-data = What is needed to log in
handout-password = Temporary password
handout-until = Temporary password valid until
handout-steps = How to get started
handout-step-app = Install an authenticator app on a smartphone or computer.
handout-step-log-in = Open the log-in page above and log in, leaving the one-time password blank.
handout-step-password = Choose a new password and enter it.
handout-step-secret = Press “Issue”, scan the QR code with the app and enter the number it shows.
handout-keep = Show this sheet to nobody, and throw it away once the password has been changed.
handout-print = Print
handout-back = Back to the user
