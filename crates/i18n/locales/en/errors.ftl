## Forms
form-error-summary = Please check what you entered
form-error-empty = { $field }: please fill this in.
form-error-format = { $field }: please check its form.
form-error-long = { $field }: this is too long.

## Pages that stand in for another
error-form-old-title = Please try again
error-form-old-lead = The page had been open too long, so what you entered was not sent on. Nothing was done.
error-form-old-next = Open the page anew and enter it again.
error-busy-title = We are very busy just now
error-busy-lead = Nothing was done. Please wait a little and try again.
error-busy-button = Try again
error-away-title = This service cannot be reached just now
error-away-lead = Nothing was done. Please wait a little and try again.
error-uncertain-title = We do not know whether this was done
error-uncertain-lead = The connection was cut while your entry was being saved. Please wait a little, then reload this page to send the same entry again: if it was saved already, it is not saved twice.
error-missing-title = Page not found
error-missing-lead = Please check the address.
error-forbidden-title = This page cannot be opened
error-forbidden-lead = Your user does not have this function.
error-method-lead = This address is not used in that way. Please go on from the menu or the log-in page.
error-unreadable-title = We could not read what was sent
error-unreadable-lead = It was too long, or a part was missing, so nothing was done.
error-fault-title = This could not be done
error-fault-lead = We are sorry. Please try again later.
error-fault-id = If you contact us, please give this number: { $id }
