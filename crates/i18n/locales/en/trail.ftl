# Looking something up in the record of what was done.

trail-from = From
trail-until = Until
trail-act-all = Everything but log-ins, log-outs and views
trail-none = There is no record that fits.
trail-note = Looking at this page and saving it are recorded, too. Up to 20,000 records can be saved, the newest first.
trail-csv = Save as CSV
trail-json = Save as JSON

## The operators' page
operator-trail = Activity
operator-about-trail = Look up what was done at all merchants and by customer service.
