"""Records of exports, canonical trees and simulator snapshots, one at a time: (fields, lines), names without a prefix.

Nothing here knows the program that wrote them: the parser is expat, and the schema is the vendor's list of fields.
"""

import json
import os
import re
import xml.etree.ElementTree as ET

HERE = os.path.dirname(os.path.abspath(__file__))
SCHEMA_FILE = os.path.join(HERE, "..", "..", "src", "domain", "schema", "schema.json")


#: References to characters that XML 1.0 forbids, which a Datacentre may send all the same.
FORBIDDEN = re.compile(rb"&#(?:[0-8]|1[124-9]|2[0-9]|3[01]|65534|65535);")
BLANKS = re.compile(rb"\n\t+<[^>]*>(?:0\.00|0\.000000|19040101|19040101000000|)</[^>]*>")
#: Bytes of an export that are parsed at once.
BLOCK = 1 << 20


class Broken(Exception):
    """A file that cannot be read as what it is."""


class Table:
    def __init__(self, name, raw):
        self.name = name
        self.record = raw["record"]
        self.prefix = raw.get("prefix") or ""
        #: The field that is unique; general repeats blank codes and prefixes.
        self.code = raw["key"][0] if len(raw["key"]) == 1 and name != "general" and raw["key"] != ["sequencenumber"] else None
        self.subfiles = raw["subfiles"]
        self.kinds = {field[0]: field[1] for field in raw["fields"]}
        self.sizes = {field[0]: field[3] for field in raw["fields"] if field[3]}
        self.texts = {field[0] for field in raw["fields"] if field[1] in "TA"}
        numbers = "|".join(sorted(set(self.kinds) - self.texts))
        self.zeros = re.compile(rf'\n\t+<(?:{numbers})(?: system="true")?>0</[^>]*>'.encode())

    def parsed(self, xml):
        """The elements of a piece of an export. Blank fields, most of it, are cut out first: the parser then has a third to do."""
        return ET.fromstring(self.zeros.sub(b"", BLANKS.sub(b"", FORBIDDEN.sub("\ufffd".encode(), xml))))

    def bare(self, name):
        return name[len(self.prefix) :] if self.prefix and name.startswith(self.prefix) else name


def read_schema():
    with open(SCHEMA_FILE, encoding="utf-8") as file:
        return {name: Table(name, raw) for name, raw in json.load(file).items()}


ZEROS = {"0", "0.00", "0.000000", "19040101", "19040101000000"}


def values(elements, table):
    """The fields that are not blank: a zero is blank where it is no text."""
    found = {}
    texts = table.texts
    for element in elements:
        text = element.text
        if text is None:
            continue
        name = table.bare(element.tag)
        if text in ZEROS and name not in texts:
            continue
        if name in found:
            raise Broken(f"{table.name}: field {name} comes twice in one record")
        found[name] = text
    return found


def from_element(record, table, schema):
    subfiles = [child for child in record if child.tag == "subfile"]
    fields = values([child for child in record if child.tag != "subfile"] if subfiles else record, table)
    lines = []
    for subfile in subfiles:
        line_table = schema[subfile.get("name", "").lower()]
        for line in subfile:
            row = values(line, line_table)
            row["(system)"] = "1" if line.get("system") == "true" else ""
            lines.append(row)
    return fields, lines


class Exports:
    """A directory with `<table>.xml` each."""

    def __init__(self, directory, schema):
        self.directory = directory
        self.schema = schema
        self.tables = sorted(name[:-4] for name in os.listdir(directory) if name.endswith(".xml"))
        #: What the table's own attribute says, where it says it.
        self.counts = {}

    def records(self, name):
        table = self.schema.get(name)
        if table is None:
            raise Broken(f"{name}.xml: no MoneyWorks has such a table")
        with open(os.path.join(self.directory, name + ".xml"), "rb") as file:
            try:
                yield from self._parse(file, table)
            except ET.ParseError as error:
                raise Broken(f"{name}.xml: {error}") from error

    def _parse(self, file, table):
        """A few thousand records at a time: cut where one ends, since a text cannot hold its end tag."""
        end = f"\n\t</{table.record}>\n".encode()
        rest = self._start(file, table)
        while block := file.read(BLOCK):
            rest += block
            cut = rest.rfind(end)
            if cut < 0:
                continue
            for record in table.parsed(b"<table>" + rest[: cut + len(end)] + b"</table>"):
                yield self._record(record, table)
            rest = rest[cut + len(end) :]
        for record in table.parsed(b"<table>" + rest):
            yield self._record(record, table)

    def _start(self, file, table):
        first = file.read(BLOCK)
        start = re.search(rb"<table [^>]*>", first)
        if start is None:
            raise Broken(f"{table.name}.xml: there is no <table>")
        root = ET.fromstring(start[0] + b"</table>")
        self.counts[table.name] = int(root.get("count", "-1"))
        if root.get("name", "").lower() != table.name:
            raise Broken(f"{table.name}.xml: it holds another table")
        return first[start.end() :]

    def _record(self, record, table):
        if record.tag != table.record:
            raise Broken(f"{table.name}.xml: <{record.tag}> is no record of it")
        return from_element(record, table, self.schema)


class Canonical:
    """`<table>/<shard>/<key>.xml`, as a mirror has them."""

    def __init__(self, directory, schema):
        self.directory = directory
        self.schema = schema
        self.tables = sorted(name for name in os.listdir(directory) if name in schema)
        self.counts = {}

    def records(self, name):
        table = self.schema[name]
        for folder, folders, files in os.walk(os.path.join(self.directory, name)):
            folders.sort()
            for file in sorted(files):
                root = ET.parse(os.path.join(folder, file)).getroot()
                yield from_element(root, table, self.schema)


class Snapshot:
    """A simulator snapshot of version 2: JSON Lines."""

    def __init__(self, path, schema):
        self.path = path
        self.schema = schema
        self.counts = {}
        self.tables = sorted(set(map(self._table, self._lines())))

    def records(self, name):
        for text in self._lines():
            if self._table(text) == name:
                record = json.loads(text)
                yield self._own(record), [self._line(line, record, at) for at, line in enumerate(record.get("lines", []))]

    def _own(self, record):
        fields = {name: value for name, value in record["fields"].items() if value != ""}
        return {**fields, "sequencenumber": str(record["seq"]), "lastmodifiedtime": record["modtime"]}

    def _line(self, line, record, at):
        fields = {**self._own(line), "parentseq": str(record["seq"]), "sort": str(at + 1)}
        fields["(system)"] = "1" if int(fields.get("flags", "0")) & 0x8000 else ""
        return fields

    @staticmethod
    def _table(text):
        """Without reading the whole line, where the table stands first."""
        start = re.match(r'\{"table":"([a-z0-9]+)"', text)
        return start[1] if start else json.loads(text)["table"]

    def _lines(self):
        with open(self.path, encoding="utf-8") as file:
            header = json.loads(next(file))
            if header.get("format") != "tidemark-simulator" or header.get("version") != 2:
                raise Broken(f"{self.path}: no simulator snapshot of version 2")
            yield from file


def open_source(path, schema):
    if os.path.isfile(path):
        return Snapshot(path, schema)
    names = os.listdir(path)
    if any(name.endswith(".xml") for name in names):
        return Exports(path, schema)
    return Canonical(path, schema)
