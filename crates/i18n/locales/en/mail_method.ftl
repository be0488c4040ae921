# Log-in with a code by mail.

## First page
mail-method-lead = Enter your merchant code, user ID and password, and we send six digits to your registered e-mail address.
mail-method-who-title = Who can log in this way
mail-method-who = General and shipping users who were registered to receive one-time passwords by e-mail.
mail-method-who-admin = Users who were registered to receive one-time passwords by e-mail.
mail-method-tablet = Merchants with a contract for payment by tablet cannot log in this way. Log in with the number that your app shows.
mail-method-no-admin = Administrators log in with the number that their app shows.
mail-method-over = The page was open for too long, or the number has been used. Please start again.

## Second page
code-page-title = Enter the one-time password
code-page-lead = If what you entered is registered, we have sent six digits to the registered e-mail address. Enter them within { $minutes } minutes.
code-page-hint = The six digits in the e-mail
code-page-newest = Only the number in the newest e-mail works, and only once.
code-page-missing-title = If no e-mail arrives
code-page-missing-wait = It can take a few minutes. Please look into your junk mail, too.
code-page-missing-typed = No e-mail is sent if the merchant code, user ID or password is wrong.
code-page-missing-method = Nor is one sent to users who were registered not to receive them, or at merchants with a contract for payment by tablet.
code-page-again = Start again
code-page-resend = Send again
code-page-resent = We have arranged for another number to be sent. The one before does not work any more.
code-page-resend-early = Please wait 60 seconds before you send again.
code-page-resend-spent = No more e-mails can be sent from this page. If none arrives, start again.
