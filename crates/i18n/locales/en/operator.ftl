operator-find-merchant = Find merchant
operator-print-sheet = Print registration sheet
operator-mail-status = Mail status
operator-approve = Approve
operator-reject = Reject
