package enum OCPIVersion: String, Sendable, Hashable, CaseIterable {
    case v211 = "2.1.1"
    case v221 = "2.2.1"
    case v230 = "2.3.0"
}
