// The nouns that cross a stage boundary: who (Parties), what was charged (Charging), what it costs
// (Rated), how both sides compare (Matched), what is owed (Settled), when (Dates), what is wrong
// with a record (Finding), and which dated rule holds (RuleBook). No verb lives here.
