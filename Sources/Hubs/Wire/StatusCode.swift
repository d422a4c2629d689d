/// An OCPI status code (status_codes): what the answer itself says, whatever HTTP said.
package struct StatusCode: Sendable, Hashable, CustomStringConvertible {
    package let number: Int

    package init(_ number: Int) { self.number = number }

    package enum Kind: Sendable, Hashable {
        case success
        /// What we asked was wrong; asking again brings the same.
        case ourMistake
        /// The server or the hub in between has a problem; later it may go.
        case theirTrouble
        /// Outside what the specification defines.
        case unknown
    }

    package var kind: Kind {
        switch number {
        case 1000...1999: .success
        case 2000...2999: .ourMistake
        case 3000...4999: .theirTrouble
        default: .unknown
        }
    }

    package var description: String {
        guard let words else { return "\(number)" }
        return "\(number) (\(words))"
    }

    /// In the specification's words; nil for a code of the partner's own.
    private var words: String? {
        switch number {
        case 1000: "success"
        case 2000: "client error"
        case 2001: "invalid or missing parameters"
        case 2002: "not enough information"
        case 2003: "unknown location"
        case 2004: "unknown token"
        case 3000: "server error"
        case 3001: "unable to use the client's API"
        case 3002: "unsupported version"
        case 3003: "no matching endpoints or expected endpoints missing"
        case 4000: "hub error"
        case 4001: "unknown receiver"
        case 4002: "timeout on the forwarded request"
        case 4003: "connection problem at the hub"
        default: nil
        }
    }
}
