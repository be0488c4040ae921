# Looking something up in the record of what was done.

trail-from = From
trail-until = Until
trail-act-all = Everything but log-ins, log-outs and views
trail-none = There is no record that fits.
trail-note = Looking at this page and saving it are recorded, too. A file holds up to 20,000 records, the newest first; if there are more, its last line says how to save the rest.
trail-rest = { $count } records so far. To save the rest, take { $day } as the last day.
trail-csv = Save as CSV
trail-json = Save as JSON

## The operators' page
operator-trail = Activity
operator-about-trail = Look up what was done at all merchants and by customer service.
