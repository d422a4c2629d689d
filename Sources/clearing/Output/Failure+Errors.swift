import Amounts
import Foundation
import Hubs
import Intake
import Reconciliation
import Reporting
import Settlement
import Store

extension Failure {
    /// The failure that an error of a module means to the one who started the program; nil for an
    /// error of nobody's.
    init?(any error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as StoreError: self.init(error)
        case let error as IntakeError: self = .unavailable(Self.words(error))
        case let fault as HubFault:
            // The hub's own words may be in it.
            let text = fault.description.printable
            self = fault.mayPass ? .tryLater(text) : .unavailable(text)
        case let taken as PortUnavailable:
            self = .unavailable("\(taken); give another --port, or 0 for any that is free")
        case let error as ReportingError: self = .unavailable("\(error)")
        case ReconciliationError.mixedBasis:
            self = .refused(
                "some statements state totals before tax and some after it; take those of one month in"
                    + " by column maps that agree in this")
        case let error as ReconciliationError: self = .bug("reconciliation: \(error)")
        case let error as DisputeRefusal: self = .refused(error.text)
        case let error as SettlementError: self = .bug("settlement: \(error)")
        case let error as CocoaError:
            let path = error.filePath ?? error.url?.path ?? "a file"
            self = .unavailable("\(path): \(error.localizedDescription)")
        case let error as POSIXError: self = .unavailable(error.localizedDescription)
        default: return nil
        }
    }

    private static func words(_ error: IntakeError) -> String {
        switch error {
        case .cannotOpen(let path, let code): "cannot open \(path): \(reason(code))"
        case .cannotRead(let path, let code): "cannot read \(path): \(reason(code))"
        }
    }

    private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }

    private init(_ error: StoreError) {
        switch error.kind {
        case .connection:
            self = .unavailable(
                "the database does not answer: \(error.message); check DATABASE_URL, or start the"
                    + " private server with `clearing db start`")
        case .privilege: self = .unavailable(error.message)
        case .refused: self = .refused(error.message)
        case .schema:
            self = .unavailable(
                "\(error.message); this database belongs to another version of the program: use that"
                    + " version, or a new database")
        case .statement where ["3F000", "42P01"].contains(error.sqlState):
            self = .unavailable("this database was never prepared; run `clearing db migrate`")
        case .statement where error.sqlState == "25006":
            self = .unavailable("the database is read-only: \(error.message)")
        case .statement where error.sqlState.hasPrefix("53"):
            self = .unavailable("the database is out of room: \(error.message)")
        case .statement where error.sqlState.isEmpty || error.sqlState.hasPrefix("57P"):
            self = .unavailable("the database went away: \(error.message); start again to go on")
        case .statement where error.sqlState == "23505" && error.query.hasPrefix("insert_dispute"):
            self = .tryLater("somebody else has just acted on the dispute; look again")
        case .statement
        where error.sqlState == "23505" && error.query.hasPrefix("insert_statement")
            || error.sqlState == "23505" && error.query.hasPrefix("insert_invoice"):
            self = .tryLater("somebody else has just taken something in; try again")
        case .statement where error.isPassing: self = .tryLater("\(error)")
        case .statement, .value: self = .bug("\(error)")
        }
    }
}
