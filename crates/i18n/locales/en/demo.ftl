# Pages that only a demonstration has.
demo-letters-title = Sample e-mails
demo-letters-lead = Every kind of e-mail that is sent. All values are made up.
demo-letters-text = Text only
demo-letters-html = HTML
demo-letters-in-ja = In Japanese
demo-letters-in-en = In English
demo-letters-show-html = Show the HTML form
