#!/usr/bin/env python3
"""Checks an invoice annex without anybody's software:

    python3 check_annex.py ANNEX.json [--record RECORD.json] [--key KEY.pem --signature ANNEX.json.sig]

1. The annex is canonical JSON (RFC 8785), so that its SHA-256 is that of its values.
2. Every CDR's amounts add up to the total.
3. The record names exactly the annex's CDRs and invoice.
4. The signature is the key's over the annex's bytes (asks `openssl`, 3.0 or newer for Ed25519 keys).

Says what is wrong and ends with 1; with 0 when everything holds. Python 3.6 or newer. The key has to
come another way than the annex: compare its fingerprint with the one that you were told.
"""
import argparse
import hashlib
import json
import subprocess
import sys
from fractions import Fraction

problems = []


def once(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise ValueError("a member stands twice")
    return dict(pairs)


def check_sums(annex):
    for field in ("before_tax", "after_tax"):
        total = Fraction(annex["total"][field])
        summed = sum((Fraction(cdr[field]) for cdr in annex["cdrs"]), Fraction(0))
        if summed != total:
            problems.append("%s: the CDRs come to %s, the total says %s" % (
                field, float(summed), annex["total"][field]))


def check_record(annex, record):
    for field in ("country_code", "party_id", "id", "invoice_id", "last_updated"):
        if annex[field] != record[field]:
            problems.append("%s is %r in the annex and %r in the record" % (
                field, annex[field], record[field]))
    charged = sorted({cdr["id"] for cdr in annex["cdrs"]})
    if sorted(record["cdrs"]) != charged:
        odd = set(record["cdrs"]) ^ set(charged)
        problems.append("only in one of annex and record: " + ", ".join(sorted(odd)))


def run(command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def check_signature(annex, key, signature):
    shown = run(["openssl", "pkey", "-pubin", "-in", key, "-noout", "-text"])
    if b"ED25519" in shown.stdout.upper():
        checked = run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin",
                       "-in", annex, "-sigfile", signature])
    else:
        checked = run(["openssl", "dgst", "-sha256", "-verify", key, "-signature", signature, annex])
    if checked.returncode != 0:
        problems.append("the signature is not the key's over this annex: "
                        + checked.stdout.decode("utf-8", "replace").strip())
    der = run(["openssl", "pkey", "-pubin", "-in", key, "-outform", "DER"])
    return hashlib.sha256(der.stdout).hexdigest()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("annex")
    parser.add_argument("--record")
    parser.add_argument("--key")
    parser.add_argument("--signature")
    given = parser.parse_args()
    try:
        with open(given.annex, "rb") as file:
            raw = file.read()
        annex = json.loads(raw.decode("utf-8"), object_pairs_hook=once)
        canonical = json.dumps(annex, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        if canonical.encode("utf-8") != raw:
            problems.append("the annex is not canonical JSON")
        check_sums(annex)
        if given.record:
            with open(given.record, "rb") as file:
                check_record(annex, json.loads(file.read().decode("utf-8"), object_pairs_hook=once))
        fingerprint = None
        if given.key or given.signature:
            if not (given.key and given.signature):
                parser.error("--key and --signature go together")
            fingerprint = check_signature(given.annex, given.key, given.signature)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        problems.append("cannot be read to the end: %r" % error)
    for problem in problems:
        print("FAILED  " + problem)
    if not problems:
        print("OK  invoice %s: %d lines, %s %s after tax" % (
            annex["invoice_id"], len(annex["cdrs"]), annex["total"]["after_tax"],
            annex["currency"]))
        print("SHA-256 of the annex " + hashlib.sha256(raw).hexdigest())
        print("SHA-256 of the key   " + (fingerprint or "(no signature was checked)"))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
