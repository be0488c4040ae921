operator-find-merchant = Find merchant
operator-print-sheet = Print registration sheet
operator-mail-status = Mail status
operator-approve = Approve
operator-reject = Reject

## The operators' entrance and menu
operator-login-lead = For the staff of the customer-service centre only.
operator-login-help = If you cannot log in, ask whoever runs the system to set your account up again.
operator-login-merchants = If you belong to a merchant, log in at the address that ends with your access key.
operator-menu-title = Customer service menu

## Search and file
operator-search = Search
operator-company-hint = A part of the name is enough.
operator-new-merchant = Set up a merchant
operator-none-found = No merchant was found.
operator-many-found = Showing the first { $count }. Add to what you search for.
operator-kind = Kind
operator-state = State
operator-state-open = Active
operator-state-suspended = Suspended
operator-state-closed = Closed
operator-logistics = Logistics merchant
operator-non-logistics = Non-logistics merchant
operator-tablet = Tablet contract
operator-tablet-hint = With it, logging in by e-mail is not available.
operator-mail-method = Log-in by e-mail
operator-mail-method-open = Available
operator-mail-method-shut = Not available
operator-file = Registration
operator-file-acts = What can be done
operator-admin = Administrator
operator-admin-name = Administrator’s name
operator-admin-mail = Administrator’s e-mail address
operator-contact = Contact person’s e‑mail address
operator-contact-new = New e-mail address
operator-login-address = Log-in address
operator-created-at = Registered
operator-secret = Secret key
operator-has-secret = Registered
operator-users = General and shipping users
operator-users-note = Locks of general and shipping users are released, and their passwords reset, by the merchant’s administrator; the centre cannot do it.
operator-access-key-hint = 2 to 7 digits
operator-edit-merchant = Change registration
operator-to-file = To the merchant

## The telephone call
operator-identity = I have asked for the merchant code and the company name, and both agree with the registration.
operator-identity-error = Ask for the merchant code and the company name, and tick the box.
operator-reason-hint = It is kept in the activity log, which the merchant’s administrator can read.
operator-told = The contact person and the administrator are told by e-mail.

## Acts on the administrator
operator-ask-password = Reset the administrator’s password?
operator-ask-secret = Reset the administrator’s one-time password?
operator-ask-lock = Release the administrator’s lock?
operator-password-next = A temporary password goes to the contact person by e-mail. The present password stops working.
operator-takes-two = The contact person’s e-mail address was changed within the last 7 days, so a second operator has to approve this.
operator-ask-second = Ask for approval
operator-done-asked = A second operator has been asked. It is done when they approve within 24 hours.
operator-already-asked = An approval for this merchant is already pending.
operator-no-address = There is no e-mail address to send a temporary password to.
operator-stale = Nothing was done, because something had changed meanwhile. Please look again.

## Acts on the merchant
operator-withdraw = Withdraw the change
operator-suspend = Suspend
operator-reopen = Take up again
operator-close = Close
operator-about-contact = The new address is used after a waiting time.
operator-about-withdraw = For objections during the waiting time.
operator-about-suspend = Nobody of this merchant can log in.
operator-about-reopen = Lets them log in again.
operator-about-close = It cannot be taken back.
operator-button-change = Change
operator-button-withdraw = Withdraw
operator-button-suspend = Suspend
operator-button-reopen = Take up again
operator-button-close = Close
operator-ask-contact = Change the contact person’s e-mail address?
operator-ask-withdraw = Withdraw the change of the e-mail address?
operator-ask-suspend = Suspend this merchant?
operator-ask-reopen = Take this merchant up again?
operator-ask-close = Close this merchant?
operator-contact-hold = It takes effect after { $hours } hours; until then the present address is used. The present address and the administrator are told at once.
operator-contact-two = For 7 days, resetting the administrator takes a second operator’s approval.
operator-withdraw-next = The new address is dropped; the present one stays.
operator-suspend-next = Whoever is logged in is logged out at once. The log-in page does not tell why.
operator-reopen-next = They can log in with their passwords and secret keys as before.
operator-close-next = Nobody of this merchant can log in again. A closure cannot be taken back.
operator-contact-waits = A change is waiting already.
operator-contact-waits-not = No change is waiting.
operator-contact-same = This is the present address.
operator-contact-waiting = The contact person’s e-mail address becomes { $mail } at { $time }. Resetting the administrator takes a second operator’s approval.
operator-contact-fresh = The contact person’s e-mail address was changed within the last 7 days. Resetting the administrator takes a second operator’s approval.
operator-not-open = Only an active merchant can be suspended.
operator-not-suspended = The merchant is not suspended.
operator-done-contact = The change of the e-mail address was accepted.
operator-done-withdraw = The change of the e-mail address was withdrawn.
operator-done-edit = Saved.
operator-done-suspend = Suspended.
operator-done-reopen = Taken up again.
operator-done-close = Closed.
operator-stale-form = Somebody else has changed this meanwhile. What stands below is not saved. Look at the present registration, then press “Confirm” again.
operator-error-code = Enter nine digits as the merchant code.
operator-error-code-taken = This merchant code is taken.
operator-error-company = Enter a company name of at most 60 characters.
operator-error-access-key = Enter an access key of 2 to 7 digits.
operator-error-kind = Choose the kind.
operator-error-shipping = There are shipping users, so it has to stay a logistics merchant.
operator-first-password = First password
operator-first-by-mail = Send it to the contact person by e-mail
operator-first-shown = Show it once on the next page
operator-opened = Merchant set up
operator-opened-by-mail = The first password was sent by e-mail.
operator-opened-shown = The first password is shown on this page only. Write it down before you leave.

## Approvals
operator-approvals = Approvals
operator-approvals-lead = Where the contact person’s e-mail address has just changed, two operators have to agree to a reset of the administrator.
operator-approvals-none = Nothing waits for approval.
operator-approval-own = You cannot approve your own request. Rejecting takes it back.
operator-asked-by = Asked by
operator-asked-at = Asked at
operator-asked-until = Until
operator-done-approve = Approved and done.
operator-done-reject = Rejected.
operator-too-late = This request can no longer be answered.

## Mail status
operator-mail-note = Mails about this merchant of the last 90 days. Addresses are masked.
operator-mail-none = No mail was sent.
operator-mail-time = Time
operator-mail-kind = Kind
operator-mail-to = To
operator-mail-tries = Tries
operator-mail-answer = Mail server’s answer
operator-mail-again = Send again
operator-mail-queued = Waiting
operator-mail-sent = Sent
operator-mail-dead = Not deliverable
operator-mail-expired = Expired
operator-again-admin = The merchant’s administrator resets it again.
operator-again-self = The person asks for it again on the page.
operator-kind-other = Notice

## Registration sheet
operator-sheet = Registration sheet
operator-sheet-lead = Your registration for { $service } is complete. Begin to log in with what stands below.
operator-sheet-account = What you need to log in
operator-sheet-no-password = No password stands on this sheet. Get yours as follows.
operator-sheet-begin = How to begin
operator-sheet-step-open = Open the log-in address.
operator-sheet-step-reset = Press “{ $link }”, enter the merchant code and the user ID, and press “Request reset”.
operator-sheet-step-mail = Open the address in the e-mail to the contact person within 30 minutes and get the temporary password.
operator-sheet-step-password = Log in with it, set a new password and register a secret key.
operator-sheet-step-users = As administrator, register the general and shipping users for daily work.
operator-sheet-print = Print it with your browser.

## Menu
operator-about-find = Look merchants up, reset and release administrators, change registrations
operator-about-new = Set up a merchant with its administrator
operator-about-approvals = Approve or reject what colleagues have asked for

## Networks
operator-networks = Networks allowed to log in
operator-networks-hint = Empty: from everywhere. For example 203.0.113.0/24 198.51.100.7 (separated by blanks).
operator-error-networks = Enter addresses or ranges such as 203.0.113.0/24, separated by blanks.
operator-error-networks-many = At most 50 networks.

## Notices
operator-notices = Notices and maintenance
operator-about-notices = Notices on the log-in page and the menus, times of maintenance
operator-notice-kind = Kind
operator-kind-notice = Notice
operator-kind-maintenance = Maintenance
operator-maintenance-hint = While it lasts every page but this console is closed; whoever is logged in goes on afterwards.
operator-notice-ja = Japanese text
operator-notice-en = English text
operator-notice-from = From
operator-notice-until = Until
operator-time-hint = Enter the time of Japan.
operator-error-notice = Enter 1 to 500 characters.
operator-error-time = Enter a time to come, after the beginning; maintenance lasts two days at most.
operator-done-announced = Announced.
operator-done-withdrawn = Withdrawn.
operator-notice-over = It is over already.
operator-notice-now = Shown now
operator-notice-ahead = Ahead
operator-notice-ended = Over
