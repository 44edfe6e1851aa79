"""Which field refers to which table, by code or by number."""

#: A code with a department behind its hyphen, `4000-NTH`, or without one, `4000-`, `4000`.
ACCOUNT = "account-dept"

CODES = {
    "account": {"pandl": "account", "taxcode": "taxrate"},
    "ledger": {"accountcode": "account", "department": "department"},
    "link": {"dept": "department"},
    "taxrate": {"paidaccount": "account", "recaccount": "account"},
    "name": {
        "recaccount": "account",
        "payaccount": "account",
        "bank": "account",
        "taxcode": "taxrate",
        "splitacct1": ACCOUNT,
        "splitacct2": ACCOUNT,
    },
    "product": {"supplier": "name", "salesacct": ACCOUNT, "cogacct": ACCOUNT, "stockacct": ACCOUNT},
    "job": {"client": "name", "wipaccount": ACCOUNT, "project": "job"},
    "build": {"partcode": "product"},
    "jobsheet": {"job": "job", "resource": "product", "account": "account", "costcentre": "department"},
    "assetcat": {"assetaccount": "account", "depexpense": "account", "accumdep": "account"},
    "asset": {"category": "assetcat", "dept": "department"},
    "transaction": {"namecode": "name", "contra": "account"},
    "detail": {
        "account": ACCOUNT,
        "dept": "department",
        "taxcode": "taxrate",
        "stockcode": "product",
        "jobcode": "job",
    },
}

NUMBERS = {
    "contacts": {"parentseq": "name"},
    "memo": {"nameseq": "name"},
    "build": {"productseq": "product"},
    "inventory": {"productseq": "product"},
    "assetlog": {"parentseq": "asset"},
    "jobsheet": {"desttransseq": "transaction", "sourcetransseq": "transaction"},
    "transaction": {"originatingorderseq": "transaction", "currencytransferseq": "transaction"},
    "asset": {"acquisitionseq": "transaction", "disposalseq": "transaction"},
}


class References:
    """Collects what is there and what is referred to, and says what is missing. Numbers are bits, codes are sets."""

    def __init__(self, findings):
        self.findings = findings
        self.codes = {}
        self.numbers = {}
        self._wanted_codes = {}
        self._wanted_numbers = []

    def define(self, table, key, fields):
        """Takes a record in; says when another has its code or its number."""
        if key is not None and fields.get(key):
            code = fields[key].casefold()
            known = self.codes.setdefault(table, set())
            if code in known:
                self.findings.add(table, fields, f"another record has its {key}")
            known.add(code)
        number = int(fields.get("sequencenumber", "0"))
        if number <= 0:
            return
        bits = self.numbers.setdefault(table, bytearray())
        if len(bits) <= number:
            bits.extend(bytes(max(number + 1 - len(bits), len(bits) // 2, 1024)))
        if bits[number]:
            self.findings.add(table, fields, "another record has its number")
        bits[number] = 1

    def follow(self, table, fields):
        for name, target in CODES.get(table, {}).items():
            code = fields.get(name)
            if code:
                self._want(table, name, target, code)
        for name, target in NUMBERS.get(table, {}).items():
            number = int(fields.get(name, "0"))
            if number:
                self._wanted_numbers.append((table, name, target, number))

    def _want(self, table, name, target, code):
        if target == ACCOUNT:
            account, _, department = code.partition("-")
            self._wanted_codes.setdefault((table, name, "account"), set()).add(account.casefold())
            if department:
                self._wanted_codes.setdefault((table, name, "department"), set()).add(department.casefold())
            return
        self._wanted_codes.setdefault((table, name, target), set()).add(code.casefold())

    def has_number(self, table, number):
        bits = self.numbers.get(table, b"")
        return 0 < number < len(bits) and bits[number] == 1

    def resolve(self):
        for (table, name, target), wanted in sorted(self._wanted_codes.items()):
            missing = len(wanted - self.codes.get(target, set()))
            if missing:
                self.findings.add(table, {}, f"{missing} different codes in {name} are of no {target}")
        missing = {}
        for table, name, target, number in self._wanted_numbers:
            if target in self.numbers and not self.has_number(target, number):
                missing[table, name, target] = missing.get((table, name, target), 0) + 1
        for (table, name, target), count in sorted(missing.items()):
            self.findings.add(table, {}, f"{count} numbers in {name} are of no {target}")
