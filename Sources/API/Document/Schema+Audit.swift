import Store

/// The shape of an audit: everything about one CDR, as `clearing audit --format json` prints it.
extension Schema {
    static let audit = object([
        "month": text, "match": match, "cdr": orNull(referring(to: "Document")),
        "session": orNull(referring(to: "Document")), "copies": array(of: copy),
        "tariffs": array(of: audited), "workings": referring(to: "Workings"),
        "findings": array(
            of: object([
                "stage": text, "code": text, "severity": words("note", "warning", "error"),
                "pointer": text, "text": text, "at_stake": amountOrNull,
            ])),
        "signed_meter_data": orNull(signed), "postings": array(of: posting),
        "ledger": array(of: posting), "closes": array(of: closed), "disputes": array(of: dispute),
        "runs": array(
            of: object([
                "job": text, "month": text, "key": text, "inputs": text, "rules": text,
                "build": text,
            ])),
    ])

    private static let side = words("cpo", "emsp")

    private static let match = object([
        "disposition": text, "severity": words("NONE", "WARNING", "SEVERE", "FATAL"),
        "side": side, "counterparty": textOrNull, "own_party": textOrNull, "hub": textOrNull,
        "own_network": flag, "service_month": textOrNull, "cdr_id": textOrNull,
        "session_id": textOrNull, "matched_by": textOrNull, "evidence": text,
        "currency": textOrNull, "claim": amountOrNull, "ours": amountOrNull,
        "theirs": amountOrNull, "difference": amountOrNull,
        "causes": array(of: object(["cause": text, "amount": amountOrNull])),
        "agreed": amount, "agreed_before_tax": amount, "disputed": amount, "reason": text,
    ])

    private static let copy = object([
        "id": text, "hub": text, "version": whole, "credit": flag, "last_updated": instant,
        "currency": text,
        "claimed": object(["before_tax": amountOrNull, "after_tax": amountOrNull]),
        "sha256": text,
    ])

    private static let audited = object([
        "id": text, "party": text, "hub": text, "version": whole, "currency": text,
        "valid_from": instantOrNull, "valid_until": instantOrNull, "last_updated": instantOrNull,
        "valid_at_start": flag, "applied": flag, "sha256": text,
    ])

    private static let signed = object([
        "public_key": textOrNull, "key_from": text, "energy_kwh": amountOrNull,
        "values": array(
            of: object([
                "nature": text, "verdict": text, "algorithm": textOrNull, "meter": textOrNull,
                "pagination": textOrNull, "signed_data": text,
            ])),
    ])

    private static let posting = object([
        "entry": text, "event": text, "day": #"{"type":"string","format":"date"}"#, "text": text,
        "account": text, "account_name": text, "amount": amount,
    ])

    private static let closed = object([
        "month": text, "version": whole, "leaf_number": whole, "leaf": text, "disposition": text,
        "agreed": amount, "disputed": amount, "close": text, "position": whole, "stands": flag,
    ])

    private static let dispute = object([
        "dispute": text, "month": text, "state": text, "side": side, "counterparty": text,
        "own_party": text, "hub": textOrNull, "cdr_id": textOrNull, "session_id": textOrNull,
        "document_sha256": text, "part": whole, "disposition": text, "reason": text,
        "currency": text, "ours": amountOrNull, "theirs": amountOrNull,
        "opened_over": amountOrNull, "in_dispute": amount, "in_dispute_before_tax": amountOrNull,
        "statement_on": #"{"type":"string","format":"date"}"#,
        "history": array(
            of: object([
                "ordinal": whole, "move": text, "state": text, "at": instant, "by": text,
                "why": text, "reference": textOrNull, "in_dispute": amount,
                "released": amountOrNull, "released_before_tax": amountOrNull,
                "written_off": amountOrNull, "divided": amountOrNull,
            ])),
    ])
}
