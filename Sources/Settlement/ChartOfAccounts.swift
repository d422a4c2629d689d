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

    /// Nil when a role has no account.
    package init?(_ accounts: [AccountRole: Account]) {
        guard AccountRole.allCases.allSatisfy({ accounts[$0] != nil }) else { return nil }
        self.accounts = accounts
    }

    package subscript(role: AccountRole) -> Account {
        guard let account = accounts[role] else {
            preconditionFailure("a chart that was checked has an account for every role")
        }
        return account
    }
}
