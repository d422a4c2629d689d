package import Roaming

/// What an account is for. The codes are the company's (`Rules/accounts.yaml`).
package enum AccountRole: String, Sendable, Hashable, CaseIterable {
    case accruedRoamingReceivable
    case roamingRevenue
    case outputTax
    case roamingCost
    case inputTax
    case accruedRoamingPayable
    case disputedReceivable
    case deferredRevenue
    case disputedPayable
    case deferredCost
    case hubExpense
    case hubInputTax
    case hubPayable
    /// What a hub collects from some members and pays out to others, until it has paid us.
    case hubClearing
    /// Beside the foreign receivables and payables: what they are worth more or less on the last day.
    case fxRevaluation
    case fxUnrealised
    case fxRealised
    /// All bank accounts of an entity.
    case bank
    /// What banks keep of payments.
    case bankFees
    /// What partners paid beyond what was open, until it is used or paid back.
    case onAccount

    /// What an account of this purpose must be in any chart.
    package var kind: AccountKind {
        switch self {
        case .accruedRoamingReceivable, .disputedReceivable, .inputTax, .hubInputTax, .deferredCost,
            .hubClearing, .fxRevaluation, .bank:
            .asset
        case .accruedRoamingPayable, .disputedPayable, .outputTax, .deferredRevenue, .hubPayable,
            .onAccount:
            .liability
        case .roamingRevenue, .fxRealised, .fxUnrealised: .income
        case .roamingCost, .hubExpense, .bankFees: .expense
        }
    }
}

package struct Account: Sendable, Hashable {
    package var code: String
    package var name: String

    package init(code: String, name: String) {
        self.code = code
        self.name = name
    }
}

/// An account for every role.
package struct ChartOfAccounts: Sendable, Hashable {
    private let accounts: [AccountRole: Account]

    /// Nil when a role has no account, or two roles share a code but not its name and kind.
    package init?(_ accounts: [AccountRole: Account]) {
        guard AccountRole.allCases.allSatisfy({ accounts[$0] != nil }) else { return nil }
        var known: [String: (name: String, kind: AccountKind)] = [:]
        for (role, account) in accounts {
            let other = known.updateValue((account.name, role.kind), forKey: account.code)
            guard other == nil || other?.name == account.name && other?.kind == role.kind else {
                return nil
            }
        }
        self.accounts = accounts
    }

    package subscript(role: AccountRole) -> Account {
        guard let account = accounts[role] else {
            preconditionFailure("a chart that was checked has an account for every role")
        }
        return account
    }
}
