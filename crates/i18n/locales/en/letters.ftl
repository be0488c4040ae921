# More mails: a line has at most 70 columns; a text is a paragraph.

## MAIL-5
mail-code-lead =
    On a request made on the log-in page, here is the one-time
    password of the user below.
mail-code-valid =
    Go back to the log-in page and enter it within { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
    It works once. If you received several e-mails, only the newest
    one’s works.
mail-code-tell-nobody =
    Do not tell this number to anybody. Neither we nor your company’s
    administrator will ask you for it.
mail-code-unexpected =
    If you did not expect this e-mail, someone else may know the
    password. Please change it at once and contact us.

## Log-in from a new device
mail-new-log-in-lead =
    The user below has logged in from a device that was not used
    before.
mail-new-log-in-password = Password only (before a secret key is registered)
mail-new-log-in-app = Password and the number from an authenticator app
mail-new-log-in-mail = Password and a number received by e-mail
mail-new-log-in-recovery = Password and a recovery code
mail-new-log-in-passkey = Passkey
mail-new-log-in-next =
    If this was you, there is nothing to do.
    After logging in you can see signed-in devices and your history.

## Change of address
mail-address-asked-lead =
    We have received a request to change the e-mail address of the
    user below to this one.
    This was done on a page after logging in.
mail-address-asked-next =
    Open the address below within { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    } and confirm the change.
    Until then the e-mail address stays the same.
mail-address-asked-unexpected =
    If you did not expect this e-mail, please discard it. As long as
    the address is not opened, nothing changes.
mail-address-started-lead =
    We have received a request to change the e-mail address of the
    user below.
    This was done on a page after logging in.
mail-address-started-next =
    The change takes effect once it is confirmed from an e-mail to the
    new address. Until then, e-mail goes to the present one.
mail-address-changed-lead =
    The e-mail address of the user below was changed.
    This was done on a page after logging in.
mail-address-changed-lead-admin =
    Your company’s administrator has changed the e-mail address of the
    user below.
mail-address-changed-lead-operator =
    On request, the customer service centre has changed the e-mail
    address of the user below.
mail-address-changed-next =
    From now on, e-mail goes to the new address.

## Details changed
mail-user-changed-lead =
    The details of the user below were changed.
    This was done on a page after logging in.
mail-user-changed-lead-admin =
    Your company’s administrator has changed the details of the user
    below.
mail-user-changed-lead-operator =
    On request, the customer service centre has changed the details of
    the user below.
mail-user-changed-next =
    Log in to see what they are now.

## Deletion
mail-deletion-lead =
    The user below has not logged in for a long time and will be
    deleted automatically in { $days ->
        [one] { $days } day
       *[other] { $days } days
    }.
mail-deletion-next =
    To keep the user, log in before then. Once you have logged in,
    nothing is deleted.
mail-deletion-after =
    After the deletion, your company’s administrator can register you
    again.
mail-deleted-lead =
    The user below was deleted.
    This was done on a page after logging in.
mail-deleted-lead-time =
    The user below has not logged in for a long time and was deleted
    automatically.
mail-deleted-lead-admin =
    Your company’s administrator has deleted the user below.
mail-deleted-lead-operator =
    On request, the customer service centre has deleted the user
    below.
mail-deleted-next =
    Nobody can log in with this user ID any more. If you need it, ask
    your company’s administrator to register you.

## Lock released
mail-lock-released-lead =
    The lock of the user below was released.
mail-lock-released-lead-admin =
    Your company’s administrator has released the lock of the user
    below.
mail-lock-released-lead-operator =
    On request, the customer service centre has released the lock of
    the user below.
mail-lock-released-next =
    You can log in with the same password as before. If you do not
    know it, reset it from the log-in page.

## The customer service centre's acts
mail-admin-reset-both-next =
    On the log-in page, enter the temporary password and leave the
    one-time password blank. You will then be asked to change your
    password and to issue a secret key.
mail-admin-reset-old-entry =
    The old entry in the app no longer works.
mail-merchant-changed-lead =
    On request, the customer service centre has changed the following
    in your company’s registration.
mail-part-company = * Company name
mail-part-access-key = * Access key
mail-part-kind = * Merchant type (with or without shipping)
mail-part-tablet = * Contract for payment by tablet
mail-part-mail-method = * Whether logging in by e-mail is allowed
mail-part-networks = * Networks from which logging in is allowed
mail-part-admin-name = * Name of the administrator
mail-part-admin-mail = * E-mail address of the administrator
mail-merchant-changed-address =
    The address of the log-in page has changed. Please use the address
    below from now on, and tell your general and shipping users.
mail-suspended-lead =
    The customer service centre has suspended the use by the merchant
    below.
mail-suspended-next =
    While it is suspended, no user can log in.
mail-reopened-lead =
    The customer service centre has resumed the use by the merchant
    below.
mail-reopened-next =
    Users can log in with the same user ID and password as before.
mail-closed-lead =
    As the contract has ended, the customer service centre has ended
    the use by the merchant below.
mail-closed-next =
    From now on, no user can log in.
mail-contact-changing-lead =
    On request, the customer service centre is changing the e-mail
    address of your company’s contact person.
mail-contact-changing-next =
    Until the change takes effect, e-mail goes to this address.
mail-contact-changing-unexpected =
    If you did not expect this e-mail, please telephone us before the
    change takes effect. We will then cancel it.
mail-contact-withdrawn-lead =
    On request, the customer service centre has cancelled the change of
    the e-mail address of your company’s contact person.
mail-contact-withdrawn-next =
    E-mail goes on to the present address.
mail-contact-changed-lead =
    On request, the customer service centre has changed the e-mail
    address of your company’s contact person to this one.
mail-contact-changed-next =
    You will receive important e-mail here, such as password resets of
    the administrator.
mail-contact-changed-unexpected =
    If you did not expect this e-mail, please contact us.
