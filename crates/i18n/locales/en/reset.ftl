## Request
reset-title = Reset password
reset-request-lead = Enter the merchant code and the user ID. We will send instructions to the registered e-mail address.
reset-request-admin = Administrators enter the nine-digit merchant code in both.
reset-request-button = Request reset

## Request accepted: the same words whether the user exists or not (RESET-12)
reset-accepted-title = Reset requested
reset-accepted-lead = We have received your request
reset-accepted-mail = If it matches our records, we will write to the registered e-mail address.
reset-accepted-limit = Open the address in that e-mail within { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
reset-accepted-admin = For an administrator it goes to the contact person named in the application.
reset-accepted-missing = If nothing arrives, check your junk mail and what you entered.
reset-accepted-no-mail = General and shipping users without a registered e-mail address: please ask your company’s administrator.
reset-accepted-unchanged = Your present password stays as it is until you have finished.

## Link of the mail
reset-link-lead = Press the button and we will send you a temporary password by e-mail.
reset-link-button = Send a temporary password
reset-link-unchanged = Your present password keeps working until you have set a new one.

## Temporary password sent
reset-sent-title = Temporary password sent
reset-sent-lead = We have sent a temporary password by e-mail.
reset-sent-next = Log in with it and you will be asked to change your password.
reset-sent-code = If you have registered a secret key, enter the one-time password too. If not, leave it blank.
reset-sent-valid = The temporary password works for { $days ->
        [one] { $days } day
       *[other] { $days } days
    }. If you asked more than once, only the one in the newest e-mail works.

## Link used or too old
reset-dead-title = This address cannot be used
reset-dead-lead = It has run out or was used before.
reset-dead-next = Please start resetting your password again.
