package import Roaming

/// One line of the versions endpoint (2.2.1 version_information_endpoint, Version class).
package struct ListedVersion: Sendable, Hashable {
    /// As the hub writes it; also versions this program does not speak.
    package let version: String
    package let url: String

    package init(version: String, url: String) {
        self.version = version
        self.url = url
    }
}

/// One line of the version details (Endpoint class). 2.1.1 has no role.
package struct ListedEndpoint: Sendable, Hashable {
    package let identifier: String
    /// `SENDER` or `RECEIVER`: which side of the module stands behind the URL.
    package let role: String?
    package let url: String

    package init(identifier: String, role: String?, url: String) {
        self.identifier = identifier
        self.role = role
        self.url = url
    }
}

package struct VersionDetails: Sendable, Hashable {
    package let version: String
    package let endpoints: [ListedEndpoint]

    package init(version: String, endpoints: [ListedEndpoint]) {
        self.version = version
        self.endpoints = endpoints
    }
}

/// Reads the answer of a versions endpoint.
package func decodeVersions(
    _ bytes: UnsafeRawBufferPointer, using reader: inout JSONReader
) throws(Reject) -> HubReply<[ListedVersion]> {
    try decodeReply(bytes, using: &reader) { (reader) throws(Reject) in
        var versions: [ListedVersion] = []
        try reader.list { (reader) throws(Reject) in
            var (version, url): (String?, String?)
            try reader.enterObject()
            while let key = try reader.nextKey() {
                switch key {
                case "version": version = try reader.identifier()
                case "url": url = try reader.string()
                default: try reader.skip()
                }
            }
            versions.append(
                ListedVersion(
                    version: try reader.required(version, "version"),
                    url: try reader.required(url, "url")))
        }
        return versions
    }
}

/// Reads the answer of a version's details endpoint.
package func decodeVersionDetails(
    _ bytes: UnsafeRawBufferPointer, using reader: inout JSONReader
) throws(Reject) -> HubReply<VersionDetails> {
    try decodeReply(bytes, using: &reader) { (reader) throws(Reject) in
        var version: String?
        var endpoints: [ListedEndpoint] = []
        try reader.enterObject()
        while let key = try reader.nextKey() {
            switch key {
            case "version": version = try reader.identifier()
            case "endpoints":
                try reader.list { (reader) throws(Reject) in
                    endpoints.append(try endpoint(&reader))
                }
            default: try reader.skip()
            }
        }
        return VersionDetails(
            version: try reader.required(version, "version"), endpoints: endpoints)
    }
}

private func endpoint(_ reader: inout JSONReader) throws(Reject) -> ListedEndpoint {
    var (identifier, role, url): (String?, String?, String?)
    try reader.enterObject()
    while let key = try reader.nextKey() {
        switch key {
        case "identifier": identifier = try reader.identifier()
        case "role": role = try reader.word()?.text
        case "url": url = try reader.string()
        default: try reader.skip()
        }
    }
    return ListedEndpoint(
        identifier: try reader.required(identifier, "identifier"), role: role,
        url: try reader.required(url, "url"))
}
