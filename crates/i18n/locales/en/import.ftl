# Columns and words of lists (CSV) of merchants and users
import-kind = Kind
import-kind-logistics = Logistics
import-kind-other = Non-logistics
import-tablet = Tablet contract
import-yes = Yes
import-yes-too = True
import-yes-mark = Y
import-no-too = False
import-no-mark = N
import-no = No
import-contact-mail = Contact e-mail
import-admin-name = Administrator name
import-admin-mail = Administrator e-mail
import-same-person = Same person as administrator
import-user-name = Name
import-by-mail = Receive
import-not-by-mail = Do not receive
