// Hashing: SHA-256 by OpenSSL, for everything that must be known again: received bytes, results of
// runs, closed months, evidence.
