// Reconciliation: see README for the module table.
