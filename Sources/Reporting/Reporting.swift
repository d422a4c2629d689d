// Reporting: see README for the module table.
