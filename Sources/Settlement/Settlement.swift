// Settlement: see README for the module table.
