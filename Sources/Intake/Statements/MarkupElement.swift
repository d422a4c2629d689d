/// An element of an XML document, as far as bank statements need it. Names are without prefix.
package struct MarkupElement: Sendable, Hashable {
    package var name: String
    package var attributes: [String: String]
    /// Its own text, without surrounding white space.
    package var text: String
    package var children: [MarkupElement]
    /// Of its first character, from 1.
    package var line: Int

    package init(
        _ name: String, attributes: [String: String] = [:], text: String = "",
        children: [MarkupElement] = [], line: Int = 0
    ) {
        self.name = name
        self.attributes = attributes
        self.text = text
        self.children = children
        self.line = line
    }

    /// The first element on a path of names below this one.
    func first(_ path: String...) -> MarkupElement? {
        var here = self
        for name in path {
            guard let next = here.children.first(where: { $0.name == name }) else { return nil }
            here = next
        }
        return here
    }

    /// All children of that name, in order.
    func all(_ name: String) -> [MarkupElement] { children.filter { $0.name == name } }

    /// Its text, nil when there is none.
    var filled: String? { text.isEmpty ? nil : text }
}
