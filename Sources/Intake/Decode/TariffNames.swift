package import Roaming

/// Every field of a tariff whose name is almost one that OCPI defines, in the order of its bytes.
/// `decodeTariff` refuses the tariff for the first of them; who mends it wants to see all. Ends
/// early, and quietly, where the bytes are no tariff: that is `decodeTariff`'s to say.
package func misnamedFields(
    inTariff bytes: UnsafeRawBufferPointer, using reader: inout JSONReader
) -> [Reject] {
    var found: [Reject] = []
    _ = try? decode(bytes, using: &reader) { (reader) throws(Reject) in
        try reader.collectMisnamed(in: .tariff, &found)
    }
    return found
}

/// The objects a tariff consists of.
private enum TariffPart {
    case tariff, element, component, restrictions

    var names: [String] {
        switch self {
        case .tariff: NearMiss.tariff
        case .element: NearMiss.element
        case .component: NearMiss.component
        case .restrictions: NearMiss.restrictions
        }
    }

    /// What a field of it holds, and whether that is a list; nil = nothing to look into.
    func inside(_ name: String) -> (part: TariffPart, isList: Bool)? {
        switch (self, name) {
        case (.tariff, "elements"): (.element, true)
        case (.element, "price_components"): (.component, true)
        case (.element, "restrictions"): (.restrictions, false)
        default: nil
        }
    }
}

extension JSONReader {
    fileprivate mutating func collectMisnamed(
        in part: TariffPart, _ found: inout [Reject]
    ) throws(Reject) {
        try enterObject()
        while let key = try nextKey() {
            guard let inside = part.inside(key.text) else {
                try collectMisnamed(key, part.names, &found)
                continue
            }
            if try takeNull() { continue }
            guard inside.isList else {
                try collectMisnamed(in: inside.part, &found)
                continue
            }
            try enterArray()
            while try nextElement() { try collectMisnamed(in: inside.part, &found) }
        }
    }

    private mutating func collectMisnamed(
        _ key: JSONKey, _ known: [String], _ found: inout [Reject]
    ) throws(Reject) {
        let here = mark()
        do throws(Reject) {
            try skipUnlessMisnamed(key, known)
        } catch {
            guard error.code == RejectCode.misnamedField.rawValue else { throw error }
            found.append(error)
            rewind(to: here)
            try skip()
        }
    }
}
