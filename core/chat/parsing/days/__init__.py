"""Days: dates, what has been, how long to wait, what comes again every year, and how often."""
