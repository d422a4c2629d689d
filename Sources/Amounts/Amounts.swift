// Exact numbers with units. Imports nothing; every other module may import it.
//
// `ExactDecimal` is a number as written, `Fraction` an exact rational, `Money` an amount with its
// currency, `Rounding` the one named step that may drop digits, `split` a division that conserves.
