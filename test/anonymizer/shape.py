"""What a company looks like without what it says: to be compared with another one."""

from collections import Counter

#: Fields whose values are codes or initials: as many different ones before as after.
CODES = {
    "account": ["code", "group", "category", "category2", "accountantcode", "currency"],
    "department": ["code", "classification"],
    "taxrate": ["taxcode"],
    "name": ["code", "category1", "category2", "salesperson", "currency"],
    "product": ["code", "category1", "supplier", "barcode"],
    "job": ["code", "client", "manager", "category1"],
    "asset": ["code", "category", "location"],
    "assetcat": ["code"],
    "ledger": ["accountcode", "department", "concat"],
    "transaction": ["ourref", "theirref", "namecode", "contra", "enteredby", "postedby", "salesperson", "analysis"],
    "detail": ["account", "dept", "taxcode", "stockcode", "jobcode"],
    "jobsheet": ["job", "resource", "account", "enteredby", "costcentre"],
    "link": ["dept", "group"],
}

PRIME = (1 << 61) - 1


class Field:
    __slots__ = ("count", "pattern", "total")

    def __init__(self):
        self.count = 0
        #: Of the numbers of the records that have it: equal for equal sets of records.
        self.pattern = 0
        self.total = 0.0


class Shape:
    def __init__(self, schema):
        self.schema = schema
        self.counts = Counter()
        self.fields = {}
        self.codes = {}
        self.line_counts = Counter()

    def see(self, table, fields):
        self.counts[table] += 1
        mine = self.fields.setdefault(table, {})
        # Exports have no number of payments, other forms have.
        number = 0 if table == "payments" else int(fields.get("sequencenumber", "0"))
        mixed = (number * 0x9E3779B97F4A7C15 + 1) % PRIME
        kinds = self.schema[table].kinds
        for name, value in fields.items():
            if table == "payments" and name == "sequencenumber":
                continue
            field = mine.get(name)
            if field is None:
                field = mine[name] = Field()
            field.count += 1
            field.pattern = (field.pattern + mixed) % PRIME
            if kinds.get(name) == "N" and "." in value:
                field.total += abs(float(value))
        for name in CODES.get(table, ()):
            if name in fields:
                self.codes.setdefault(f"{table}.{name}", set()).add(fields[name].casefold())

    def see_lines(self, lines):
        self.line_counts[len(lines)] += 1
        for line in lines:
            self.see("detail", line)


def differences(before, after, may_drop=()):
    """How a company differs in shape from the one that it was made from."""
    for table in sorted(set(before.counts) | set(after.counts)):
        if before.counts[table] != after.counts[table]:
            yield f"{table}: {before.counts[table]} records were {after.counts[table]}"
            continue
        yield from field_differences(table, before, after, may_drop)
    for name in sorted(set(before.codes) | set(after.codes)):
        if before.counts[name.split(".")[0]] != after.counts[name.split(".")[0]]:
            continue
        distinct = [len(side.codes.get(name, ())) for side in (before, after)]
        if distinct[0] != distinct[1] and name not in may_drop:
            yield f"{name}: {distinct[0]} different codes became {distinct[1]}"
    if before.line_counts != after.line_counts:
        yield "transaction: the numbers of lines are distributed otherwise"


def field_differences(table, before, after, may_drop):
    then, now = before.fields.get(table, {}), after.fields.get(table, {})
    for name in sorted(set(then) | set(now)):
        label = f"{table}.{name}"
        if name not in now:
            if label not in may_drop:
                yield f"{label}: blank everywhere, was not in {then[name].count}"
            continue
        if name not in then:
            yield f"{label}: was blank everywhere, is not in {now[name].count}"
            continue
        old, new = then[name], now[name]
        if old.count != new.count:
            yield f"{label}: not blank in {old.count} records, became {new.count}"
        elif old.pattern != new.pattern:
            yield f"{label}: blank in other records than before"
        if old.total > 0 and not 1 / 3 <= new.total / old.total <= 3:
            yield f"{label}: the sum of its sizes is {new.total / old.total:.3f} times what it was"
