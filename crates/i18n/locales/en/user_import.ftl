# CSV取込: users from a list

## Enter
list-enter-title = Import CSV (enter)
list-lead = Register many general and shipping users from a list (CSV). Nothing is registered until you have checked it on the next page.
list-file = CSV file
list-file-hint = The first line holds the column names; up to { $most } lines at a time. UTF-8 or Shift_JIS (Windows-31J).
list-paste = Paste a table
list-paste-hint = Instead of a file, you can paste a table from a spreadsheet, beginning with the line of column names.
list-sample = Download a sample CSV
list-columns = Columns
list-needed = Required
list-about-type = "General" or "Shipping"
list-about-method = "Receive" or "Do not receive" (one-time passwords by e-mail)
list-about-method-tablet = "Do not receive" (because of the tablet contract)
list-about-same = "Yes" or empty. A line with "Yes" needs no name and no e-mail address.
list-about-mail = Up to 64 half-width characters. Needed in lines with "Receive".
list-past = Recent imports
list-past-of = Import of { $time }
list-sample-first = Taro Kuroda
list-sample-second = Byota Kuroda

## What is wrong with the list
list-error-none = Choose a CSV file, or paste a table.
list-error-empty = There are no lines besides the column names.
list-error-long = Up to { $lines } lines and { $kilobytes } KB can be imported at a time. Please split the list.
list-error-text = The text cannot be read. Save it as UTF-8 or Shift_JIS (Windows-31J).
list-error-broken = This cannot be read as CSV.
list-error-column = There is no column "{ $column }". Use the column names of the sample.
list-error-column-twice = The column "{ $column }" is there twice.
list-error-missing = The column "{ $columns }" is missing. Put the column names into the first line.
list-joint = , { "" }

## What is wrong with a line
list-error-differs = This user is registered with other details ({ $fields }). Change them with "Edit".
list-error-no-address = There is no address for the first password. Enter an e-mail address.
list-error-line-twice = "{ $field }" is the same as in line { $line }.
list-error-word = "{ $field }" has to be "Yes" or empty.

## Check
list-check-title = Import CSV (check)
list-check-lead = { $count ->
        [one] "Confirm" registers { $count } user
       *[other] "Confirm" registers { $count } users
    } and sends the first passwords by e-mail, one after the other. Lines that cannot be registered are left out.
list-check-none = No line can be registered. Correct the CSV and import it again.
list-count-new = Can be registered
list-count-done = Registered
list-count-same = Registered already
list-count-wrong = Cannot be registered
list-lines = { $count ->
        [one] { $count } line
       *[other] { $count } lines
    }
list-wrong-title = Lines that cannot be registered
list-line = Line
list-download-check = Download what was checked as CSV

## Done
list-done-title = Import CSV (done)
list-done-lead = { $count ->
        [one] { $count } user was registered.
       *[other] { $count } users were registered.
    } ({ $time })
list-sent-some = The first passwords are being sent by e-mail, { $rate } a minute. { $sent } of { $all } are done.
list-sent-all = All first passwords have been sent by e-mail.
list-progress = Progress of the e-mails
list-refresh = Show the latest state
list-download = Download the result as CSV
list-another = Import another list
list-kept = You can see this result for 7 days after the import.

## The list of results
list-result = Result
list-why = What is wrong
list-is-new = Can be registered
list-was-new = Registered
list-is-same = Registered already
list-is-wrong = Error
