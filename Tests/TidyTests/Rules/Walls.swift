extension FileRule {
    static let arrows = FileRule(
        name: "a module imports only what the house allows",
        breaking: [
            Example("import Store"), Example("package import Intake"), Example("import CLibPQ"),
            Example("@testable import struct Settlement.Position"), Example("import Glibc"),
            Example("import Roaming", in: "Sources/Reporting/Sheet.swift"),
            Example("import Amounts", in: "Sources/Attic/Attic.swift"),
        ],
        keeping: [
            Example(
                "package import Amounts\nimport Roaming\nimport BigInt\nimport Synchronization"),
            Example("let text = \"import Store\" // import Store"),
            Example("import Glibc", in: "Sources/Store/Connection.swift"),
            Example("import Store", in: "Sources/clearing/Main.swift"),
            Example("import Store\nimport Testing", in: "Tests/RatingTests/RateTests.swift"),
        ]
    ) { file in
        guard file.isSource else { return [] }
        guard let allowed = House.arrows[file.target] else {
            let advice = "\(file.target) has no place in House.arrows: say there what it may import"
            return [file.breach(1, advice)]
        }
        return file.swift.imports.filter { imported in
            if House.foundation.contains(imported.module) { return false }
            if House.platform.contains(imported.module) {
                return House.pure.contains(file.target) && imported.module != "Synchronization"
            }
            return !allowed.contains(imported.module)
        }
        .map { imported in
            let list = allowed.sorted().joined(separator: ", ")
            let advice = "\(file.target) may not import \(imported.module), only: \(list)"
            return file.breach(imported.line, advice + "; pass values through clearing instead")
        }
    }

    static let foundation = FileRule(
        name: "Foundation stays where the house allows it",
        breaking: [
            Example("import Foundation", in: "Sources/Amounts/Money.swift"),
            Example("package import struct Foundation.Date", in: "Sources/Store/Store.swift"),
            Example("import FoundationEssentials", in: "Sources/Intake/Page.swift"),
        ],
        keeping: [
            Example("import Foundation", in: "Sources/clearing/Main.swift"),
            Example("import Foundation"),
            Example("import Foundation", in: "Tests/AmountsTests/MoneyTests.swift"),
        ]
    ) { file in
        guard file.isSource, House.foundationTargets[file.target] == nil else { return [] }
        return file.swift.imports.filter { House.foundation.contains($0.module) }.map { imported in
            let owners = House.foundationTargets.keys.sorted().joined(separator: " and ")
            return file.breach(
                imported.line,
                "\(imported.module) only in \(owners): use the standard library or Glibc here")
        }
    }

    static let access = FileRule(
        name: "modules share by package, not public",
        breaking: [
            Example("public struct A {}"), Example("open class B {}"),
            Example("@_exported import Amounts"),
        ],
        keeping: [
            Example("package struct A {}\nlet open = 1\nfile.open(path)"), Example("// public"),
            Example("let side = Side.public"),
            Example("public struct A {\n    @inlinable package init() {}\n}"),
        ]
    ) { file in
        let tokens = file.swift.tokens
        // Swift 6.3 inlines across modules only what belongs to a public type.
        let isInlined = tokens.contains { $0.kind == .word && $0.text == "inlinable" }
        return tokens.indices.compactMap { index in
            guard tokens[index].kind == .word, index == 0 || !tokens[index - 1].is(".") else {
                return nil
            }
            let isModifier = index + 1 < tokens.count && tokens[index + 1].kind == .word
            switch tokens[index].text {
            case "public" where isModifier && !isInlined,
                "open" where file.reads(["class"], at: index + 1):
                return file.breach(
                    tokens[index].line, "there is no library product: use package, or nothing")
            case "_exported":
                return file.breach(tokens[index].line, "each file names what it imports itself")
            default:
                return nil
            }
        }
    }

    static let sql = FileRule(
        name: "SQL stands in Store and Reports only",
        breaking: [
            Example("let q = \"SELECT id FROM intake.cdr\""),
            Example("let q = \"\"\"\n    insert into rating.priced\n    values ($1)\n    \"\"\""),
            Example("run(\"UPDATE run.run SET status = 'open'\")"),
            Example("let q = \"COPY a FROM STDIN\""),
            Example("let q = \"WITH a AS (SELECT 1) SELECT * FROM a\""),
            Example("run(\"TRUNCATE a\")"),
            Example("run(\"CREATE SCHEMA intake\")", in: "Sources/clearing/Commands/Db.swift"),
        ],
        keeping: [
            Example("let q = \"SELECT 1 FROM a\"", in: "Sources/Store/Queries/Rows.swift"),
            Example("let help = \"Select a month from the list.\""),
            Example("let help = \"Update the rule, set the date\""),
            Example("// SELECT id FROM a\nlet verb = \"SELECT\""),
            Example("let x = \"selected from\""),
            Example("let q = \"SELECT 1 FROM a\"", in: "Tests/StoreTests/RunTests.swift"),
        ]
    ) { file in
        guard file.isSource, file.target != "Store" else { return [] }
        return file.swift.tokens.filter { $0.kind == .literal && isSQL($0.text) }.map {
            file.breach($0.line, "SQL here: move it to a .sql file in Store/Queries or Reports/")
        }
    }

    /// A statement's first word and a second word that must follow, both in one case.
    private static let statements: [(first: String, then: Set<String>)] = [
        ("SELECT", ["FROM"]), ("INSERT", ["INTO"]), ("UPDATE", ["SET"]), ("DELETE", ["FROM"]),
        ("WITH", ["SELECT", "INSERT"]), ("COPY", ["FROM", "TO"]), ("GRANT", ["TO"]),
        ("CREATE", ["TABLE", "SCHEMA", "VIEW", "ROLE", "INDEX", "DATABASE", "FUNCTION"]),
        ("ALTER", ["TABLE", "SCHEMA", "ROLE"]), ("DROP", ["TABLE", "SCHEMA", "VIEW", "INDEX"]),
    ]

    private static func isSQL(_ literal: String) -> Bool {
        let words = literal.split { !($0.isLetter || $0 == "_") }.map(String.init)
        guard let first = words.first, words.count > 1 else { return false }
        if first == "TRUNCATE" { return true }
        return statements.contains { statement in
            if first == statement.first { return words.contains { statement.then.contains($0) } }
            guard first == statement.first.lowercased() else { return false }
            return words.contains {
                statement.then.contains($0.uppercased()) && $0 == $0.lowercased()
            }
        }
    }
}
