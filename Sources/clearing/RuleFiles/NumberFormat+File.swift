import Intake

// How others write numbers and days, as banks' and partners' files say it.

extension NumberFormat {
    /// `decimal_mark` and `grouping`
    static func read(_ map: inout RuleMap) throws(RuleProblem) -> NumberFormat {
        let mark = try map.require("decimal_mark").choice(Mark.self)
        let node = try map.require("grouping")
        let grouping = try node.choice(Grouping.self)
        guard grouping.rawValue != mark.rawValue else {
            throw node.problem("the grouping cannot be the decimal mark")
        }
        return NumberFormat(mark: mark, grouping: grouping)
    }
}

extension DatePattern {
    static func read(_ node: RuleNode) throws(RuleProblem) -> DatePattern {
        guard let pattern = DatePattern(try node.text()) else {
            throw node.problem(
                "expected \"iso\" or a pattern like \"dd/MM/yyyy HH:mm:ss\""
                    + " (yyyy yy MMM M d H h m s a)")
        }
        return pattern
    }
}
