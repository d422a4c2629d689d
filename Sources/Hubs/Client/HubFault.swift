/// Why a hub could not be asked, or its answer not be used. It concerns one hub: the others go on.
package struct HubFault: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// No connection, or one that broke off.
        case unreachable = "HUB_UNREACHABLE"
        /// It did not answer to the end in time.
        case timedOut = "HUB_TIMED_OUT"
        /// What it shows as its certificate is not believed, or it does not speak TLS as we do.
        case tlsRefused = "TLS_REFUSED"
        /// 401 or 403: the token is not, or no longer, the right one.
        case tokenRefused = "TOKEN_REFUSED"
        /// An HTTP status that is no success.
        case httpStatus = "HTTP_STATUS"
        /// An OCPI status that is no success, in whatever HTTP status it came.
        case ocpiStatus = "OCPI_STATUS"
        /// An answer that is no response of OCPI, or breaks off.
        case unreadable = "ANSWER_UNREADABLE"
        case tooLarge = "ANSWER_TOO_LARGE"
        /// It led to an address that its rule does not allow.
        case addressRefused = "ADDRESS_REFUSED"
        /// Its pages lead back to themselves, or go on without bringing anything.
        case looping = "LOOPING_PAGES"
        /// Its pages never brought as many objects as it says there are.
        case incomplete = "PAGES_INCOMPLETE"
        /// No version in common, or an endpoint we need is not offered.
        case notOffered = "NOT_OFFERED"
    }

    package let code: Code
    package let text: String
    /// The same request may fare better later.
    package let mayPass: Bool
    /// What the hub asks us to wait (`Retry-After`).
    package var pauseSeconds: Int?

    package init(_ code: Code, _ text: String, mayPass: Bool = false, pauseSeconds: Int? = nil) {
        self.code = code
        self.text = text
        self.mayPass = mayPass
        self.pauseSeconds = pauseSeconds
    }

    /// The fault, with the one who may help.
    package func naming(_ contact: String?) -> HubFault {
        guard let contact else { return self }
        return HubFault(
            code, "\(text) (contact there: \(contact))", mayPass: mayPass,
            pauseSeconds: pauseSeconds)
    }

    package var description: String { "\(code.rawValue): \(text)" }
}
