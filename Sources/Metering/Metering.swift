// Metering: what a meter signed (OCMF), and whether it is what a CDR says. Verdicts only: what follows
// from them is for reconciliation to say.
