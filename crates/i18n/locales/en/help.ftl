# The frame of the help centre; its topics are Markdown files of the web pages.
help-lead = How to use the merchant console of { $service }.
help-contents = On this page
help-next = Next:
help-all-topics = To all topics
help-group-start = Getting started
help-group-walkthrough = Step by step, for each app
help-group-trouble = What to do when
help-group-move = Use on another device as well
help-key-link = If you do not know your access key
help-lock-link = How to have the lock released
help-app-link = Steps to register in the app
help-stay-in-chrome = If you use a Chrome extension, log in and do everything else in Chrome, too.
