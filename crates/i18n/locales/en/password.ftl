## Page
password-title = Change password
password-current = Current password
password-new = New password
password-new-again = New password again
password-button = Save
password-forced-first = You logged in with a temporary password. Please set a password of your own.
password-forced-expired = { $days ->
        [one] { $days } day has
       *[other] { $days } days have
    } passed since your last password change. Please set a new one.
password-forced-reset = Your password was reset. Please set a new one.
password-changed = Password changed.

## The rules, each printed from its setting (PWD-7)
password-rules-title = Password rules
password-rule-length = { $min } to { $max } characters
password-rule-alphabet = Only letters and digits (0 to 9, a to z, A to Z)
password-rule-mixed = At least one digit and one letter
password-rule-any = Any characters; a long phrase is fine
password-rule-run = Never the same character { $count } or more times in a row
password-rule-history = Not the present password nor one of the last { $count }
password-rule-current = Not the present password
password-rule-guessable = Not easy to guess

## The rule that failed
password-error-length = Enter a password of { $min } to { $max } characters.
password-error-alphabet = Enter a password of letters and digits only.
password-error-mixed = Use at least one digit and one letter.
password-error-run = The same character stands { $count } or more times in a row.
password-error-history = You have used this password before. Please choose another.
password-error-current-same = This is your present password. Please choose another.
password-error-common = It is made of common words or well-known passwords. Please choose another.
password-error-context = It is made of your user ID, merchant code, company or the like. Please choose another.
password-error-pattern = It is a row of keys, a sequence or a date. Please choose another.
password-error-control = It holds characters that cannot be typed.
password-error-differs = The new password and its repetition are not the same.
password-error-current = The current password is not right.
