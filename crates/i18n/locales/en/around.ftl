# Around the log-in: maintenance, notices.
maintenance-title = The console is under maintenance
maintenance-until = Expected end: { $until } (Japan time)
maintenance-sessions = What you were entering has not been saved. Please try again when the maintenance is over.
announcement-label = Notice
