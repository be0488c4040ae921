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
