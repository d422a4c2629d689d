import Foundation

/// Certificates for a test, made by OpenSSL's own command line: an authority, and servers that it signs.
package struct TestCertificates {
    package let folder: TemporaryFolder

    package init() throws {
        folder = try TemporaryFolder()
        try folder.write("", to: "index.txt")
        try folder.write("01\n", to: "serial")
        try folder.write(
            """
            [ca]
            default_ca = ours
            [ours]
            database = \(folder.path("index.txt"))
            new_certs_dir = \(folder.root.path)
            serial = \(folder.path("serial"))
            certificate = \(authority)
            private_key = \(folder.path("ca.key"))
            default_md = sha256
            policy = any
            unique_subject = no
            [any]
            commonName = supplied
            [req]
            distinguished_name = name
            x509_extensions = authority
            [name]
            [authority]
            basicConstraints = critical,CA:TRUE
            keyUsage = critical,keyCertSign,cRLSign

            """, to: "ca.cnf")
        try openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-config", "ca.cnf", "-keyout", "ca.key", "-out", "ca.pem", "-days", "3650", "-subj",
            "/CN=Authority of a test")
    }

    /// PEM, for those who are to trust it.
    package var authority: String { folder.path("ca.pem") }

    package struct Server {
        /// Paths of PEM files.
        package let certificate: String
        package let key: String
    }

    /// - Parameters:
    ///   - host: whose name or IPv4 address it bears.
    ///   - until: YYYYMMDDHHMMSSZ, its last moment.
    package func server(
        _ host: String = "localhost", until: String = "20991231000000Z"
    ) throws -> Server {
        let name = "\(host)-\(until)"
        let kind = host.allSatisfy { $0.isNumber || $0 == "." } ? "IP" : "DNS"
        try folder.write("subjectAltName = \(kind):\(host)\n", to: "\(name).ext")
        try openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-config",
            "ca.cnf", "-keyout", "\(name).key", "-out", "\(name).csr", "-subj", "/CN=\(host)")
        try openssl(
            "ca", "-batch", "-notext", "-config", "ca.cnf", "-startdate", "20200101000000Z",
            "-enddate", until, "-extfile", "\(name).ext", "-in", "\(name).csr", "-out",
            "\(name).pem")
        return Server(certificate: folder.path("\(name).pem"), key: folder.path("\(name).key"))
    }

    private func openssl(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = folder.root
        process.standardOutput = FileHandle.nullDevice
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let said = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw NoCertificate(words: String(decoding: said, as: UTF8.self))
        }
    }
}

package struct NoCertificate: Error {
    let words: String
}
