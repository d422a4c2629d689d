/// How the objects of one folder are wrapped into files.
struct Container {
    enum Style {
        /// OCPI response: `{"data": […], "status_code": 1000, …}`
        case envelope
        case array
        /// NDJSON
        case lines
    }

    var style: Style
    /// Nil: all in one file.
    var objectsPerFile: Int?
    var gzip = false

    static let pages = Container(style: .envelope, objectsPerFile: 1_000)
    static let oneArray = Container(style: .array)
    static let oneFileOfLines = Container(style: .lines)
}

/// One folder being written, object by object; holds at most a chunk and what follows the last one.
struct FileSink {
    private let folder: String
    private let name: String
    private let container: Container
    private let timestamp: [UInt8]
    private var files = 0
    private var objects = 0
    private var buffer: [UInt8] = []
    private var gzip = GzipStream()
    private var ended: [(path: String, bytes: [UInt8])] = []

    /// - Parameters:
    ///   - folder: `hubs/gireve/cdrs`
    ///   - name: of the file, or of all files before their number: `cdrs`, `page`
    ///   - timestamp: JSON text that an envelope carries
    init(folder: String, name: String, container: Container, timestamp: [UInt8]) {
        self.folder = folder
        self.name = name
        self.container = container
        self.timestamp = timestamp
    }

    mutating func append(_ object: [UInt8]) {
        if objects == 0 { open() }
        if objects > 0 {
            if container.style != .lines { buffer.append(UInt8(ascii: ",")) }
            buffer.append(UInt8(ascii: "\n"))
        }
        buffer.append(contentsOf: object)
        objects += 1
        if objects == container.objectsPerFile { close() }
    }

    /// A folder without objects still has a file with an empty list, as a hub would answer; an empty
    /// file of lines would be nothing at all, so there is none.
    mutating func finish() {
        if objects > 0 || files == 0 && container.style != .lines {
            if objects == 0 { open() }
            close()
        }
    }

    /// Hands on what is complete, and the open file's bytes once they are `atLeast` many.
    mutating func drain(atLeast: Int, _ write: (String, [UInt8]) throws -> Void) rethrows {
        for file in ended { try write(file.path, file.bytes) }
        ended.removeAll(keepingCapacity: true)
        guard !buffer.isEmpty, buffer.count >= atLeast else { return }
        try write(path, container.gzip ? gzip.wrap(buffer) : buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private var path: String {
        let ending = container.style == .lines ? "ndjson" : "json"
        let number = container.objectsPerFile == nil ? "" : "-" + paddedText(files, 4)
        return "\(folder)/\(name)\(number).\(ending)\(container.gzip ? ".gz" : "")"
    }

    private mutating func open() {
        files += 1
        gzip = GzipStream()
        switch container.style {
        case .envelope: buffer.append(contentsOf: #"{"data":["#.utf8)
        case .array: buffer.append(UInt8(ascii: "["))
        case .lines: break
        }
    }

    private mutating func close() {
        switch container.style {
        case .envelope:
            buffer.append(contentsOf: #"],"status_code":1000,"status_message":"Success""#.utf8)
            buffer.append(contentsOf: #","timestamp":"#.utf8)
            buffer.append(contentsOf: timestamp)
            buffer.append(contentsOf: "}\n".utf8)
        case .array: buffer.append(contentsOf: "]\n".utf8)
        case .lines: if objects > 0 { buffer.append(UInt8(ascii: "\n")) }
        }
        if container.gzip {
            ended.append((path, gzip.wrap(buffer) + gzip.finish()))
        } else {
            ended.append((path, buffer))
        }
        buffer.removeAll(keepingCapacity: true)
        objects = 0
    }
}

/// Decimal digits with leading zeros.
func paddedText(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
