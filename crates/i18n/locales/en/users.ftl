## List
users-title = Users
users-new = New user
users-edit = Edit
users-search = Search
users-sort = Sort
users-state = State
users-last-login = Last log-in
users-resend = Send again
users-import = Import CSV
users-empty = No general or shipping users have been registered yet.

## States
users-state-first-login = Waiting for first log-in
users-state-no-secret = No secret key yet
users-state-active = Active
users-state-locked = Locked
users-state-strangers = Strangers locked out
users-state-strangers-long = Closed to strangers
users-strangers-networks = { $networks ->
        [one] from { $networks } network
       *[other] from { $networks } networks
    }
users-strangers-about = Because of repeated wrong entries, new browsers cannot log in. Browsers in which the user has logged in before still can. This ends when the user logs in or when you press “Release”.
users-strangers-about-long = Because wrong entries have gone on for a long time, new browsers cannot log in. Browsers in which the user has logged in before still can. It stays so until you press “Release”.
users-state-deletion = Deleted in { $days ->
        [one] { $days } day
       *[other] { $days } days
    }
users-state-clock-off = Device clock off

## Form
users-enter-title = Register user (enter)
users-check-title = Register user (check)
users-done-title = Register user (done)
users-step = STEP
users-step-enter = Enter
users-step-check = Check
users-step-done = Done
users-type = User type
users-login-method = Log-in method
users-by-mail = Receive one-time passwords by e-mail
users-not-by-mail = Do not receive one-time passwords by e-mail
users-by-mail-hint = The log-in page for e-mail can then be used as well. Logging in with an app works with either choice.
users-details = User details
users-same-person = Tick if this is the same person as the administrator
users-same-person-value = Same person as the administrator
users-not-same-person-value = Not the administrator
users-name = Name
users-name-shown = Name
users-mail = E-mail address
users-id-hint = Up to 20 letters and digits. It cannot be changed later.
users-name-hint = Up to 60 characters (30 full-width).
users-mail-hint = Up to 64 characters. The first password is sent there.
users-shipping-hint = For people who do nothing but shipping.
users-shipping-unavailable = Your contract does not include shipping users.
users-by-mail-unavailable = Receiving by e-mail is not available with a tablet payment contract.
users-check-button = Check
users-confirm-button = Confirm
users-back = < Back
users-to-menu = To the menu
users-register-another = Register another user
users-check-lead = Please check the details, then press “Confirm”.
users-done-lead = Done successfully.
users-done-sent = The first password was sent to the registered e-mail address.
users-done-sent-admin = The first password was sent to the administrator’s e-mail address.
users-done-next = After logging in with the first password, the password must be changed.

## Edit
users-edit-title = Edit user
users-reset-password = Password
users-reset-code = One-time password
users-release-lock = Lock
users-reset-button = Reset
users-release-button = Release
users-delete = Delete
users-not-locked = Not locked.
users-no-secret = No secret key is registered.

## Asking before it is done
users-ask-password = Reset this user’s password?
users-ask-password-mail = A temporary password is sent to { $recipient }.
users-ask-password-sessions = The user is logged out on all devices.
users-ask-password-code = The user’s one-time passwords go on working.
users-ask-code = Reset this user’s one-time password?
users-ask-code-next = The present secret key stops working. It must be set up again at the next log-in.
users-ask-code-mail = A notice of the reset is sent to { $recipient }.
users-ask-release = Release this user’s lock?
users-ask-release-next = The password stays the same. If it is not known, reset the password too.
users-ask-delete = Delete this user?
users-ask-delete-next = A deleted user can no longer log in. The same user ID can be registered again.

## Done
users-password-reset = Password reset.
users-code-reset = One-time password reset.
users-lock-released = Lock released.
users-deleted = User deleted.
users-changed = Saved.

## What is wrong with an entry
users-error-type = Choose a user type.
users-error-type-unavailable = Your contract does not allow the type Shipping.
users-error-method = Choose a log-in method.
users-error-method-unavailable = With a tablet payment contract, choose not to receive by e-mail.
users-error-id-empty = Enter a user ID.
users-error-id-format = Enter a user ID of up to 20 letters and digits.
users-error-id-reserved = A user ID cannot be nine digits.
users-error-id-taken = This user ID is already registered.
users-error-name-empty = Enter a name.
users-error-name-long = Enter a name of up to 60 characters (30 full-width).
users-error-name-characters = The name holds a character that cannot be used.
users-error-name-address = A name cannot hold a web or e-mail address.
users-error-mail-empty = Enter an e-mail address if one-time passwords are to be received by e-mail.
users-error-mail-format = Check the form of the e-mail address.
users-error-mail-long = Enter an e-mail address of up to 64 characters.
users-error-mail-admin = This is the administrator’s e-mail address. If it is the same person, tick “same person as the administrator”.
users-error-mail-taken = This e-mail address is registered for another user.
users-error-same-person-taken = A user who is the same person as the administrator is already registered.
users-error-same-person-mail = Cannot be chosen: the administrator has no e-mail address.
users-error-same-person-shipping = Only a general user can be the same person as the administrator.
