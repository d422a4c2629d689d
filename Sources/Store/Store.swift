// Store: see README for the module table.
