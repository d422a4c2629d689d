/// Comparable forms of the ids that partners write in different ways.
package enum Identifier {
    /// CiString: compared without regard to ASCII case (OCPI 2.2.1 types).
    package static func folded(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 97 && $0 <= 122 }) else { return text }
        return String(
            decoding: text.utf8.map { $0 >= 97 && $0 <= 122 ? $0 - 32 : $0 }, as: UTF8.self)
    }

    /// EVSE ids and contract ids (eMI3) with or without their separators: `IN*MGM*E0001` and
    /// `inmgme0001` are one EVSE. Everything but letters and digits goes, letters fold to upper.
    package static func compact(_ text: String) -> String {
        String(decoding: text.utf8.compactMap(foldedAlphanumeric), as: UTF8.self)
    }

    /// The party inside an eMI3 EVSE id (`IN*MGM*E…`) or contract id (`IN-MGM-C…`): two country
    /// letters, then three characters. Nil when it does not start like one.
    package static func party(in eMI3: String) -> PartyID? {
        let compact = compact(eMI3)
        guard compact.utf8.count > 5 else { return nil }
        let text = compact.prefix(5)
        return PartyID(country: text.prefix(2), party: text.suffix(3))
    }
}
