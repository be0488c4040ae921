# Mails: a line has at most 70 columns; a text is a paragraph.

## Subjects
mail-subject = { $subject } - { $service }
mail-subject-reset-started = Password reset started
mail-subject-temporary = Your temporary password
mail-subject-registered = You have been registered as a user
mail-subject-secret-reset = Secret key for one-time passwords reset
mail-subject-password-changed = Password changed
mail-subject-secret-registered = Secret key registered
mail-subject-pass-removed = Authenticator removed
mail-subject-passkey-added = Passkey registered
mail-subject-passkey-removed = Passkey removed
mail-subject-recovery-used = Recovery code used
mail-subject-recovery-made = New recovery codes
mail-subject-locked = Log-in locked
mail-subject-secret-spent = One-time password stopped
mail-subject-clock-off = The clock of your device is off
mail-subject-admin-reset = Administrator: request carried out
mail-subject-code = Your one-time password
mail-subject-new-log-in = Log-in from a new device
mail-subject-address = E-mail address change
mail-subject-deletion = User about to be deleted
mail-subject-deleted = User deleted
mail-subject-user-changed = User details changed
mail-subject-lock-released = Lock released
mail-subject-merchant-changed = Your registration was changed
mail-subject-suspended = Use suspended
mail-subject-reopened = Use resumed
mail-subject-closed = Use ended
mail-subject-contact = Contact person’s e-mail address change

## What every mail holds
mail-greeting = Thank you for using { $service }.
mail-label-name = Name
mail-label-merchant-code = Merchant code
mail-label-user-id = User ID
mail-label-login-page = Log-in page
mail-label-reset-page = Reset password
mail-label-temporary = Temporary password
mail-label-code = One-time password
mail-label-address-page = Change e-mail address
mail-label-new-address = New e-mail address
mail-label-withdrawn-address = Cancelled e-mail address
mail-label-moment = Date and time
mail-label-device = Device
mail-label-network = Network
mail-label-method = Log-in method
mail-label-deletion = To be deleted on
mail-label-in-force = Takes effect
mail-signature-phone = Telephone: { $phone } ({ $hours })
mail-signature-mail = E-mail: { $mail }
mail-signature-never-asked =
    Replies to this e-mail are not read.
    We never ask you for passwords or numbers.

## MAIL-1
mail-reset-lead =
    On a request made on the log-in page, we have started to reset
    the password of the user below.
mail-reset-next =
    Open the address below within { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    } and press
    “Send a temporary password”.
    The temporary password comes in a second e-mail.
mail-reset-unexpected =
    If you did not expect this e-mail, please discard it.
    As long as the address is not opened, the password stays the same.

## MAIL-2
mail-temporary-lead-person =
    As asked for in the password reset, we have issued a temporary
    password for the user below.
mail-temporary-lead-admin =
    Your company’s administrator has reset the password and had a
    temporary password issued for the user below.
mail-temporary-lead-operator =
    The customer service centre has reset the password and issued a
    temporary password for the user below.
mail-temporary-next =
    Enter the temporary password on the log-in page.
    You will then be asked to change your password.
mail-temporary-code =
    If you have registered a secret key, enter the one-time password
    too. If not, leave it blank.
mail-temporary-blanks =
    If you copy the temporary password, take care not to copy blanks
    before or after it.
mail-temporary-valid =
    The temporary password works for { $days ->
        [one] { $days } day
       *[other] { $days } days
    }.
    If you received several e-mails, only the newest one’s works.
mail-temporary-unexpected-person =
    If you did not expect this e-mail, please contact us.
    The present password keeps working until a new one is set.
mail-unexpected-admin =
    If you did not expect this e-mail, please ask your company’s
    administrator and contact us.
mail-unexpected =
    If you did not expect this e-mail, please contact us at once.

## MAIL-3
mail-registered-lead =
    Your company’s administrator has registered the user below.
mail-registered-next =
    On the log-in page, enter the temporary password and leave the
    one-time password blank. You will then be asked to change your
    password and to issue a secret key.
mail-registered-unexpected =
    If you did not expect this e-mail, please contact us.

## MAIL-4
mail-secret-reset-lead-person =
    The secret key of the user below was reset.
    This was done on a page after logging in.
mail-secret-reset-lead-admin =
    Your company’s administrator has reset the secret key for one-time
    passwords of the user below.
mail-secret-reset-lead-operator =
    The customer service centre has reset the secret key for one-time
    passwords of the user below.
mail-secret-reset-next =
    Log in with the one-time password left blank and issue a secret
    key again. The old entry in the app no longer works.

## Password changed
mail-password-changed-lead =
    The password of the user below was changed.
    This was done on a page after logging in.

## Secret key registered
mail-secret-registered-lead =
    A secret key was registered for the user below.
    This was done on a page after logging in.
mail-secret-registered-next =
    From now on, logging in needs the number from the authenticator app.
mail-account-danger =
    If you did not expect this e-mail, someone else may have logged in.
    Please contact us at once.

## A pass was removed
mail-pass-removed-lead =
    An authenticator was removed for the user below.
    This was done on a page after logging in.
mail-pass-removed-next =
    Its numbers no longer work for logging in.
    All other devices were logged out.

## Passkeys
mail-passkey-added-lead =
    A passkey was registered for the user below.
    This was done on a page after logging in.
mail-passkey-added-next =
    From now on, it can be used for logging in.
    The authenticator app goes on working.
mail-passkey-removed-lead =
    A passkey was removed for the user below.
    This was done on a page after logging in.
mail-passkey-removed-next =
    It no longer works for logging in.
    All other devices were logged out.

## Recovery codes
mail-recovery-used-lead =
    The user below logged in with a recovery code.
mail-recovery-used-left =
    { $left ->
        [0] No recovery code is left.
        [one] One unused recovery code is left.
       *[other] { $left } unused recovery codes are left.
    }
mail-recovery-used-next =
    When few are left, log in and make new ones
    under “Authenticators”.
mail-recovery-made-lead =
    New recovery codes were made for the user below.
    This was done on a page after logging in.
mail-recovery-made-next =
    The codes before them no longer work.

## Locked
mail-locked-lead =
    Because of repeated wrong entries, logging in was stopped
    automatically for the user below.
mail-locked-next =
    General and shipping users:
    ask your company’s administrator to release the lock.
    Administrators:
    contact the customer service centre.
mail-locked-known =
    In a browser in which you have logged in before, you may be able to
    log in without waiting for that.
mail-locked-unexpected =
    If this was not you, someone else may have tried to log in.
    Please contact us.

## The one-time password is stopped after too many wrong numbers
mail-secret-spent-lead =
    Because wrong numbers followed the right password again and again,
    the one-time password of the user below was stopped automatically.
mail-secret-spent-next =
    General and shipping users:
    ask your company’s administrator to reset the password and the
    one-time password.
    Administrators:
    contact the customer service centre.
mail-secret-spent-unexpected =
    If this was not you, someone else may know the password.
    Please contact us at once.

## The clock of the device is off
mail-clock-off-lead =
    For the user below, the right password was entered with a number
    from a device whose clock is off. The log-in failed for that reason.
mail-clock-ahead =
    The clock of the device is about { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    } fast.
mail-clock-behind =
    The clock of the device is about { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    } slow.
mail-clock-off-next =
    On the device with the authenticator app, set date and time to
    automatic, then log in again.

## The administrator was reset by the customer service centre
mail-admin-reset-lead =
    On request, the customer service centre has done the following for
    the administrator.
mail-admin-reset-password = * Password reset
mail-admin-reset-code = * One-time password reset
mail-admin-reset-lock = * Lock released
mail-admin-reset-next =
    All signed-in devices were logged out.
