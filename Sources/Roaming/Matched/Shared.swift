/// A value of many fields that is handed on by one reference, and reads like the value itself.
///
/// Pairing hands a CDR on many times; a copy of its fields counts one reference up for every text in
/// it, and in a month of a million each of them is a cache miss. Still a value: a change makes a new
/// one and is seen by nobody else.
@dynamicMemberLookup
public struct Shared<Value> {
    @usableFromInline let box: Box

    @usableFromInline
    final class Box {
        @usableFromInline let value: Value

        @inlinable
        init(_ value: Value) { self.value = value }
    }

    @inlinable
    public init(_ value: Value) { box = Box(value) }

    @inlinable public subscript<Field>(dynamicMember field: KeyPath<Value, Field>) -> Field {
        box.value[keyPath: field]
    }

    /// A change copies the value; make it before it is shared where that matters.
    @inlinable public subscript<Field>(dynamicMember field: WritableKeyPath<Value, Field>) -> Field
    {
        get { box.value[keyPath: field] }
        set {
            var value = box.value
            value[keyPath: field] = newValue
            self = Shared(value)
        }
    }
}

extension Shared: Sendable where Value: Sendable {}
extension Shared.Box: Sendable where Value: Sendable {}

extension Shared: Equatable where Value: Equatable {
    @inlinable
    public static func == (a: Shared, b: Shared) -> Bool {
        a.box === b.box || a.box.value == b.box.value
    }
}

extension Shared: Hashable where Value: Hashable {
    @inlinable
    public func hash(into hasher: inout Hasher) { hasher.combine(box.value) }
}
