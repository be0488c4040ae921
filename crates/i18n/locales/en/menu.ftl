menu-admin-title = Administration
menu-title = Menu
menu-users = Users
menu-register-general = Register a general user
menu-own-details = My details
menu-password = Change password
menu-sessions = Signed-in devices
menu-login-history = Log-in history
menu-activity = Activity

## Signed-in devices
sessions-log-out-others = Log out other devices
sessions-log-out-one = Log out

## The administrator's first steps (GUIDE-2)
steps-title = First steps
steps-app = Install an app for one-time passwords
steps-own-secret = Log in to the console and set up the one-time password
steps-create-users = Log in as the administrator and create general and shipping users
steps-users-secret = Log in as a general or shipping user and set up the one-time password
steps-done = Done
