## List
list-search-hint = Part of a user ID, name or e-mail address
list-all-states = All
list-near-deletion = Soon deleted
list-clear = Clear
list-none-found = No user matches.
users-state-secret-spent = Secret must be issued again

## Change
change-title = Change details
change-type-hint = A change logs the user out on all devices.
change-mail-hint = Up to 64 characters. A change is told to the old and the new address.
change-nothing = Nothing was changed.
change-meanwhile = This user was changed on another page while this one was open. Check the details as they stand now, then press “Check” again if the change is still needed.
change-item = Item
change-before = Before
change-after = After
change-same = No change
change-ask-sessions = The user is logged out on all devices.
change-ask-mail = The change of the e-mail address is told to the old and the new address.
