// Rating: see README for the module table.
