# Fixed words that several pages share.

## Fields
field-access-key = Access key
field-merchant-code = Merchant code
field-user-id = User ID
field-password = Password
field-code = One-time password
field-company = Company
field-reason = Reason

## Roles
role-admin = Administrator
role-general = General
role-shipping = Shipping
role-operator = Customer service centre

## Buttons and links
button-log-out = Log out
button-show = Show
button-hide = Hide
button-copy = Copy
button-copied = Copied
button-ok = OK
button-confirm = Confirm
button-cancel = Cancel
button-stay = Stay
link-menu = Menu
link-back-to-menu = To the menu
link-login-page = To the log-in page

## Languages, each in its own words
language-ja = 日本語
language-en = English

## Brand
brand-console = { $service } merchant console

## Help
help-title = Help
help-questions = Questions and answers
help-contact = Contact
