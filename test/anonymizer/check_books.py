#!/usr/bin/env python3
"""Checks the books of a company in exports, canonical files or a snapshot; shares no code with the program.

Tells the first findings, and ends with 1 when there are any, with 2 when a file cannot be read.
"""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor

from checker import Checker
from findings import SHOWN, Findings
from shape import differences
from sources import Broken, open_source, read_schema


def check(path, schema, options):
    """What can be sent to another process: figures, findings and the shape."""
    findings = Findings(sys.maxsize if options.all else SHOWN)
    checker = Checker(schema, findings, options)
    checker.run(open_source(path, schema))
    return checker.records, checker.lines, findings, checker.shape


def check_both(schema, options):
    """The original beside it, in a process of its own: it has to be without findings, too."""
    with ProcessPoolExecutor(1) as pool:
        original = pool.submit(check, options.same_shape_as, schema, options)
        records, lines, findings, shape = check(options.path, schema, options)
        _, _, before, shape_before = original.result()
    for finding in before.first:
        findings.add("original", {}, finding)
    findings.count += before.count - len(before.first)
    for text in differences(shape_before, shape, set(options.may_drop.split(","))):
        where, _, what = text.partition(": ")
        findings.add(where, {}, what)
    return records, lines, findings


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("path", help="directory of exports or of canonical files, or a snapshot")
    parser.add_argument("--same-shape-as", metavar="PATH", help="the company that it was made from")
    parser.add_argument("--may-drop", default="", help="fields that may have become blank everywhere: name.memo,…")
    parser.add_argument("--no-sums", dest="sums", action="store_false", help="balances and ledgers are not sums")
    parser.add_argument("--all", action="store_true", help="tell every finding")
    options = parser.parse_args()
    options.shape = options.same_shape_as is not None
    return options


def main():
    options = parse_options()
    schema = read_schema()
    try:
        records, lines, findings, *_ = check_both(schema, options) if options.shape else check(options.path, schema, options)
    except (Broken, OSError, ValueError) as error:
        print(f"cannot be read: {error}", file=sys.stderr)
        return 2
    for line in findings.first:
        print(line)
    more = findings.count - len(findings.first)
    if more > 0:
        print(f"… and {more} more")
    print(f"{records} records, {lines} lines: {findings.count} findings")
    return 1 if findings.count else 0


if __name__ == "__main__":
    sys.exit(main())
