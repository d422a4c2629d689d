import Roaming

/// What one line is about, and what pairing found out about it.
struct Subject {
    /// Indirect, so that the rare cases which carry a CDR do not make every subject as big.
    indirect enum Fate {
        /// The CDR and the session belong together.
        case paired
        /// They may belong together, by too little to settle it (M7): people have to look.
        case review
        /// Nothing on the other side.
        case alone
        /// Fits equally well: ids of the sessions for a CDR, of the CDRs for a session.
        case tied([String])
        /// The session (or the credit's original) already has this other CDR.
        case suspect(standing: String)
        /// Received again with the id of an earlier CDR.
        case repeated
        /// Also came over this other hub, where it stands under this id.
        case copied(hub: String, id: String)
        /// Taken back in full by this credit CDR.
        case creditedBy(CDRFacts)
        /// The credit CDR that takes all of this original back.
        case credits(CDRFacts)
        /// Taken back by this credit CDR, but not exactly.
        case partlyCreditedBy(CDRFacts)
        /// A credit CDR of this original over another amount.
        case partlyCredits(CDRFacts)
        /// A credit CDR that refers to nothing we know.
        case creditsNothing
    }

    private indirect enum Other {
        case none
        case named(SessionFacts)
    }

    var fate: Fate
    var session: SessionFacts?
    var record: CDRRecord?
    var pass: MatchingPass?
    /// Named by the CDR, but elsewhere at another time.
    var misnamed: SessionFacts? {
        get { if case .named(let session) = other { session } else { nil } }
        set { other = newValue.map { .named($0) } ?? .none }
    }
    private var other = Other.none
    /// The moment that decides the month.
    var anchor: Instant

    init(
        _ fate: Fate, _ session: SessionFacts, _ record: CDRRecord? = nil,
        by pass: MatchingPass? = nil
    ) {
        self.fate = fate
        self.session = session
        self.record = record
        self.pass = pass
        anchor = session.end
    }

    init(
        _ fate: Fate, _ record: CDRRecord, by pass: MatchingPass? = nil, anchor: Instant? = nil
    ) {
        self.fate = fate
        self.record = record
        self.pass = pass
        self.anchor = anchor ?? record.stands.end
    }

    /// For messages.
    var name: String { record?.stands.id ?? session?.id ?? "" }
}
