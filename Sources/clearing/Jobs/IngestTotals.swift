import Store

/// What an ingest brought, summed over shards; written as `key=value` words, since a resumed run
/// has to read its earlier shards' sums back.
struct IngestTotals {
    var received = 0
    var new = 0
    var versions = 0
    var conflicts = 0
    var rejects = 0
    var findings = 0

    init() {}

    init(_ counts: IntakeCounts) {
        for kind in ObjectKind.allCases {
            guard let objects = counts.objects[kind] else { continue }
            received += objects.received
            new += objects.new
            versions += objects.versions
        }
        conflicts = counts.conflicts
        rejects = counts.rejects
        findings = counts.findings
    }

    init(_ text: String?) {
        add(text ?? "")
    }

    /// Known key and known bytes: nothing happened.
    var replayed: Int { received - new - versions }

    var words: [(String, Int)] {
        [
            ("received", received), ("new", new), ("versions", versions), ("conflicts", conflicts),
            ("rejects", rejects), ("findings", findings),
        ]
    }

    var text: String { words.map { "\($0.0)=\($0.1)" }.joined(separator: " ") }

    mutating func add(_ text: String) {
        for word in text.split(separator: " ") {
            let parts = word.split(separator: "=")
            guard parts.count == 2, let value = Int(parts[1]) else { continue }
            switch parts[0] {
            case "received": received += value
            case "new": new += value
            case "versions": versions += value
            case "conflicts": conflicts += value
            case "rejects": rejects += value
            case "findings": findings += value
            default: break
            }
        }
    }
}
