import Foundation
import Hubs
import Intake
import Roaming

/// What the sandbox's hubs have to give: the files of a sandbox month, object by object.
enum SandboxStocks {
    /// - Parameter hubs: at most so many, in the order of their names.
    static func read(
        _ directory: URL, rules: Rules, hubs: Int, modules: [Module] = Module.allCases
    ) throws -> [SandboxStock] {
        let input = try InputDirectory(directory, hubs: Set(rules.hubs.map(\.name)))
        var stocks: [SandboxStock] = rules.hubs.prefix(hubs).map {
            SandboxStock(
                hub: $0.name, version: $0.version, party: $0.counterparty ?? $0.partners.min(),
                objects: [:])
        }
        var json = JSONReader()
        for file in input.files where modules.contains(file.module) {
            guard let index = stocks.firstIndex(where: { $0.hub == file.hub }) else { continue }
            let reader = try PageReader(path: file.url.path)
            while let page = try reader.nextPage() {
                let objects = page.bytes.withUnsafeBytes { bytes in
                    page.objects.map { object in
                        let raw = UnsafeRawBufferPointer(rebasing: bytes[object.range])
                        return SandboxStock.Object(
                            bytes: Array(raw),
                            lastUpdated: readIdentity(raw, using: &json).lastUpdated)
                    }
                }
                stocks[index].objects[file.module, default: []] += objects
            }
        }
        return stocks
    }
}
