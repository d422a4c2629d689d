package import Intake
package import Roaming

/// Which of the versions that a hub lists is spoken: the highest that both sides know.
package enum VersionChoice {
    /// - Parameter newest: the highest of ours.
    /// - Returns: nil when there is none in common.
    package static func highestCommon(
        _ listed: [ListedVersion], upTo newest: OCPIVersion
    ) -> (version: OCPIVersion, url: String)? {
        for version in OCPIVersion.allCases.reversed() where rank(version) <= rank(newest) {
            if let line = listed.first(where: { $0.version == version.rawValue }) {
                return (version, line.url)
            }
        }
        return nil
    }

    private static func rank(_ version: OCPIVersion) -> Int {
        OCPIVersion.allCases.firstIndex(of: version) ?? 0
    }
}

extension VersionDetails {
    /// Where a module is asked for its objects. In 2.1.1 there is one endpoint a module; later the one
    /// of the sender, who owns the objects.
    package func sender(of identifier: String) -> String? { endpoint(identifier, "SENDER") }

    /// The credentials endpoint, the same for both roles (2.2.1 version_information_endpoint).
    package var credentials: String? { endpoints.first { $0.identifier == "credentials" }?.url }
}
