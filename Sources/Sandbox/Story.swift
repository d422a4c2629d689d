import Roaming

/// What became of one stay: the records there are of it, which of them belong together, and nothing
/// about how they are to be judged.
struct Story {
    var side: StaySide
    /// Of the sessions whose CDRs these may be.
    var session: SessionDraft?
    var token = Plight.TokenState.known
    var filed: [Filed] = []
}

/// One CDR of a story, with every form in which it is there.
struct Filed {
    enum Role {
        case first
        /// Under the id of the first at the same hub.
        case again(sameFacts: Bool)
        /// The first version of a second hub.
        case otherHub
        /// For the same session, with another id.
        case second
        /// Of the CDR with that id.
        case credit(Plight.Credit, of: String)
        /// In place of the credited first.
        case reissue
        /// By another driver at the same EVSE, in part at the same time.
        case overlapping(SessionDraft)
    }

    var role: Role
    /// Which is claimed: as issued on our CPO side, else as the hub has it.
    var stands: CDRDraft
    /// Nil when no hub has it.
    var held: CDRDraft?
    /// Where; nil on our own network.
    var hub: Hub?
    /// We have it in our own list of issued CDRs.
    var isIssued = false

    /// Seconds by which the hub's rule takes the clock behind the partner's CDR to be ahead; those of
    /// ours have our clock.
    var clockOffset: Int {
        stands.stay.side == .emsp ? hub?.clockOffset ?? 0 : 0
    }

    var isFirst: Bool { if case .first = role { true } else { false } }
    var isSecond: Bool { if case .second = role { true } else { false } }
    var isReissue: Bool { if case .reissue = role { true } else { false } }
}
