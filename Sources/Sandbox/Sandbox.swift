// The sandbox month: a directory of OCPI objects as six hubs and our own platform would hold them,
// with a known share of every kind of discrepancy, and the truth about it. Pure and seeded: the
// same order gives the same bytes, on every machine.
//
//   Mishap      what goes wrong, and how often
//   Plight      the same as a point of a product of dimensions, from which combinations are drawn
//   Stay        one stay at a charger as it truly happened
//   Quote       what it costs, by the generator's own closed form (never by Rating)
//   Wire221/211 how records of it look in OCPI
//   Story       which records a stay left, and which of them belong together
//   Judge       which lines clearing owes for a story, by the text of the settlement practice
//   Truth       the expected lines, counts and positions
package import Roaming

/// What to generate.
package struct SandboxOrder: Sendable, Hashable {
    package var seed: UInt64
    package var month: Month
    /// Stays to generate. Mishaps that concern a session of ours twice, or none of ours, and those of
    /// neighbouring months make the number of lines differ from it.
    package var sessions: Int
    package var mishaps: MishapChoice

    package init(
        seed: UInt64, month: Month, sessions: Int = 2_000, mishaps: MishapChoice = .standard
    ) {
        self.seed = seed
        self.month = month
        self.sessions = sessions
        self.mishaps = mishaps
    }
}

/// Generates the month and hands its files on in chunks.
///
/// - Parameter write: gets a path relative to the month's directory, and the next bytes of that
///   file; several calls with one path append in order. `truth.json` comes last.
/// - Returns: What clearing the month must come to.
package func generate(
    _ order: SandboxOrder, write: (_ path: String, _ bytes: [UInt8]) throws -> Void
) rethrows -> Truth {
    var month = SandboxMonth(order)
    month.writeMasterData()
    for number in 0..<max(0, order.sessions) {
        month.tell(number)
        try month.drain(atLeast: 1 << 18, write)
    }
    month.finish()
    try month.drain(atLeast: 0, write)
    let truth = month.truth()
    try write("truth.json", truth.json())
    return truth
}
