#!/usr/bin/env python3
"""Checks this evidence pack without anybody's software: python3 check.py [PACK.zip or its folder]

1. Every file has the SHA-256 that MANIFEST.json says, MANIFEST.json has the one in MANIFEST.sha256;
   no file is missing and none is there that is not listed.
2. The sums: claim = agreed + disputed; the causes of the difference add up to it; in each working
   every line is volume x price, and all lines with their limits and rounding come to the total; the
   claim is the one in the CDR as received.

Says what is wrong, file by file, and ends with 1; with 0 when everything holds. Python 3.6 or newer.
"""
import hashlib
import json
import os
import sys
import zipfile
from decimal import Decimal
from fractions import Fraction

problems = []


def read(path):
    """Name and bytes of every file in a zip or below a folder."""
    if os.path.isfile(path):
        with zipfile.ZipFile(path) as pack:
            return {name: pack.open(name).read() for name in pack.namelist()}
    files = {}
    for folder, _, names in os.walk(path):
        for name in names:
            place = os.path.join(folder, name)
            with open(place, "rb") as file:
                files[os.path.relpath(place, path).replace(os.sep, "/")] = file.read()
    return files


def number(text):
    """A decimal or n/d, exactly; None for what is unknown."""
    return None if text is None else Fraction(text)


def same(name, what, a, b):
    if a != b:
        problems.append("%s: %s: %s is not %s" % (name, what, a, b))
    return 1


def check_hashes(files):
    manifest = files.get("MANIFEST.json", b"")
    stated = files.get("MANIFEST.sha256", b"").decode("ascii", "replace")
    if stated != hashlib.sha256(manifest).hexdigest() + "  MANIFEST.json\n":
        problems.append("MANIFEST.json: not the one that MANIFEST.sha256 names")
    listed = {entry["path"]: entry for entry in json.loads(manifest.decode("utf-8"))["files"]}
    for name in sorted(set(listed) | set(files) - {"MANIFEST.json", "MANIFEST.sha256"}):
        if name not in files:
            problems.append("%s: is missing" % name)
        elif name not in listed:
            problems.append("%s: is not in MANIFEST.json" % name)
        elif hashlib.sha256(files[name]).hexdigest() != listed[name]["sha256"]:
            problems.append("%s: SHA-256 is not the one in MANIFEST.json" % name)
    return len(listed)


def payable(cost):
    """A CDR's total_cost: 2.1.1 a number, 2.2.1 excl_vat and incl_vat, 2.3.0 before_taxes and taxes."""
    if not isinstance(cost, dict):
        return Fraction(cost)
    if "before_taxes" in cost:
        taxes = [Fraction(tax["amount"]) for tax in cost.get("taxes") or []]
        return Fraction(cost["before_taxes"]) + sum(taxes)
    return Fraction(cost.get("incl_vat", cost.get("excl_vat")))


def check_match(name, match, cdr):
    done = 0
    if match["claim"] is not None:
        both = number(match["agreed"]) + number(match["disputed"])
        done += same(name, "claim = agreed + disputed", both, number(match["claim"]))
        if cdr is not None:
            done += same(name, "claim = total_cost", payable(cdr["total_cost"]), number(match["claim"]))
    if match["difference"] is not None:
        gap = number(match["theirs"]) - number(match["ours"])
        done += same(name, "difference = theirs - ours", gap, number(match["difference"]))
        if match["causes"]:
            causes = sum(number(cause["amount"]) for cause in match["causes"])
            done += same(name, "causes = difference", causes, number(match["difference"]))
    return done


def check_working(name, price):
    if price is None or "unpriceable" in price:
        return 0
    done = 0
    for side in ("before_tax", "after_tax"):
        lines = [number(x[side]) for x in price["working"] if x.get("cause") != "ROUNDING"]
        rounded = [number(x[side]) for x in price["working"] if x.get("cause") == "ROUNDING"]
        exact = number(price["exact"]["total_cost"][side])
        billed = number(price["total_cost"][side])
        if None in lines + rounded or exact is None or billed is None:
            continue
        done += same(name, "lines and limits = exact total " + side, sum(lines), exact)
        done += same(name, "exact + rounding = total " + side, exact + sum(rounded), billed)
    for line in price["working"]:
        if line.get("price") is None:
            continue
        asked = number(line["volume_billed"]) * number(line["price"])
        if line["unit"] == "s":
            asked /= 3600
        if asked not in (number(line["before_tax"]), number(line["after_tax"])):
            problems.append("%s: period %s: not volume x price" % (name, line["period"]))
        done += 1
    return done


def main():
    place = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
    try:
        files = read(place)
    except (OSError, zipfile.BadZipFile) as error:
        print("FAILED  %s: %s" % (place, error))
        return 1
    hashes = sums = 0
    try:
        hashes = check_hashes(files)
        for name in sorted(files):
            if not name.endswith("match.json"):
                continue
            folder = name[:-len("match.json")]
            raw = files.get(folder + "cdr.json")
            cdr = json.loads(raw.decode("utf-8"), parse_float=Decimal) if raw else None
            sums += check_match(name, json.loads(files[name].decode("utf-8")), cdr)
            workings = folder + "workings.json"
            prices = json.loads(files.get(workings, b"null").decode("utf-8")) or {}
            for which in ("ours", "by_the_tariff_in_the_cdr"):
                sums += check_working(workings, prices.get(which))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        problems.append("cannot be read to the end: %r" % error)
    for problem in problems:
        print("FAILED  " + problem)
    if not problems:
        print("OK  %d files are as listed, %d sums hold" % (hashes, sums))
        print("MANIFEST.json has SHA-256 " + hashlib.sha256(files["MANIFEST.json"]).hexdigest())
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
