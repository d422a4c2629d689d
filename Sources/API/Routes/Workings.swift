package import Roaming
package import Store

/// What the program computes for the API by the same functions as for its command line. Each blocks, and is
/// run on a thread that may.
package struct Workings: Sendable {
    /// One CDR as a line of one month has it.
    package struct Subject: Sendable, Hashable {
        package let month: Month
        package let object: Int64
        package let cdrID: String
    }

    /// A hub and what it is reached by, as the rules say.
    package struct Hub: Sendable, Hashable {
        package let name: String
        package let ours: [String]
        package let partners: [String]

        package init(name: String, ours: [String], partners: [String]) {
            self.name = name
            self.ours = ours
            self.partners = partners
        }
    }

    /// An owner of sites, as the rules say.
    package struct Vendor: Sendable, Hashable {
        package let id: String
        package let name: String
        package let locations: [String]

        package init(id: String, name: String, locations: [String]) {
            self.id = id
            self.name = name
            self.locations = locations
        }
    }

    /// By name.
    package var hubs: [Hub]
    /// By id.
    package var vendors: [Vendor]
    /// What is wrong with the shape of a body.
    package struct Malformed: Error, Sendable, Hashable {
        package let pointer: String
        package let text: String

        package init(pointer: String, text: String) {
            self.pointer = pointer
            self.text = text
        }
    }

    /// A line of `clearing price --batch` → its answer. Throws `Malformed` for what is no such line.
    package var price: @Sendable ([UInt8]) throws -> [UInt8]
    /// What is looked up on a connection in the role of disputes, which sees every stage.
    package typealias LookUp<Subject> = @Sendable (Subject, Connection) throws -> [UInt8]?

    /// Both prices of a CDR with their working, as JSON; nil when it is gone.
    package var working: LookUp<Subject>
    /// Everything about it, as JSON.
    package var audit: LookUp<Subject>

    /// A tariff by its number, with what it costs in words and what is odd about it; nil when it is gone.
    package var tariff: LookUp<Int64>
    /// What a month would pay vendors by the rules as they are now, as JSON: of one vendor, or of all.
    /// Nil when the month was not reconciled yet.
    package var preview: @Sendable (Month, String?) throws -> [UInt8]?

    /// The settlement statement of a partner as a file: the workbook, or the lines of one side as CSV. Nil
    /// when the month was not settled.
    package var statement: @Sendable (Month, String, StatementForm) throws -> [UInt8]?

    package enum StatementForm: Sendable, Hashable {
        case xlsx
        /// - side: cpo or emsp.
        case csv(side: String)
    }

    package init(
        hubs: [Hub], vendors: [Vendor], price: @escaping @Sendable ([UInt8]) throws -> [UInt8],
        working: @escaping LookUp<Subject>, audit: @escaping LookUp<Subject>,
        tariff: @escaping LookUp<Int64>,
        preview: @escaping @Sendable (Month, String?) throws -> [UInt8]?,
        statement: @escaping @Sendable (Month, String, StatementForm) throws -> [UInt8]?
    ) {
        self.hubs = hubs
        self.vendors = vendors
        self.price = price
        self.working = working
        self.audit = audit
        self.tariff = tariff
        self.preview = preview
        self.statement = statement
    }

    func sites(of vendor: String) -> Set<String> {
        Set(vendors.first { $0.id == vendor }?.locations.map(Identifier.folded) ?? [])
    }
}
