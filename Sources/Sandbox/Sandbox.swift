// Sandbox: see README for the module table.
