// Intake: see README for the module table.
