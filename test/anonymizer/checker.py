"""Looks at every record of a company once, and at what they are together in the end."""

from references import References
from shape import Shape
from values import Dates, Longs, Rates, cents

ON_ACCOUNT = -(2**31)
FIRST_TABLES = ["taxrate", "account", "department", "name", "product", "job", "assetcat", "asset"]


class Checker:
    def __init__(self, schema, findings, options):
        self.schema = schema
        self.findings = findings
        self.options = options
        self.references = References(findings)
        self.rates = Rates()
        self.dates = Dates()
        self.shape = Shape(schema) if options.shape else None
        self.records = self.lines = 0
        #: By number of the transaction: gross and amtpaid, payments of it as invoice and as receipt; 1 for one to a creditor.
        self.gross, self.paid, self.invoiced, self.received = Longs(), Longs(), Longs(), Longs()
        self.kinds = bytearray()
        #: By name's code or number: what is open and what is on account, [debtor, creditor].
        self.open, self.over, self.codes = {}, {}, {}
        self.balances = []
        self.columns = {}
        self.posted = {}

    def run(self, source):
        tables = [name for name in FIRST_TABLES if name in source.tables]
        tables += [name for name in source.tables if name not in tables]
        for name in tables:
            table, before = self.schema[name], self.records
            keyed = table.code
            look = getattr(self, "see_" + name, None)
            for fields, lines in source.records(name):
                self.see(name, fields, keyed)
                if look is not None:
                    look(fields, lines)
                if self.shape is not None and lines:
                    self.shape.see_lines(lines)
            count = source.counts.get(name, -1)
            if count >= 0 and count != self.records - before:
                self.findings.add(name, {}, f"says that it has {count} records, and has {self.records - before}")
        self.references.resolve()
        if "transaction" in self.references.numbers:  # Terse exports have no numbers.
            self.close_payments()
        if self.options.sums:
            self.close_names()
            self.close_ledger()

    def see(self, table, fields, key=None):
        self.records += 1
        self.common(table, fields)
        self.references.define(table, key, fields)

    def common(self, table, fields):
        self.references.follow(table, fields)
        if self.shape is not None and table != "detail":
            self.shape.see(table, fields)
        schema = self.schema[table]
        for name, value in fields.items():
            size = schema.sizes.get(name)
            if size is not None:
                if name == "transactiontype":  # The vendor says 2, and writes 3.
                    continue
                if len(value) > size or not value.isascii():
                    if len(value.encode("utf-16-le", "surrogatepass")) // 2 > size and "\u241b" not in value:
                        self.findings.add(table, fields, f"{name} is longer than {size}")
                continue
            kind = schema.kinds.get(name)
            if kind == "D" and not self.dates.day(value):
                self.findings.add(table, fields, f"{name} is no day")
            elif kind == "S" and not self.dates.moment(value):
                self.findings.add(table, fields, f"{name} is no moment")

    def see_taxrate(self, fields, _lines):
        self.rates.see(fields)

    # -- transactions --

    def see_transaction(self, fields, lines):
        number, gross = int(fields.get("sequencenumber", "0")), cents(fields.get("gross"))
        kind = fields.get("type", "")
        sums = {"debit": 0, "credit": 0, "gross": 0, "tax": 0}
        taxes, own = {}, {}
        system = False
        for line in lines:
            self.line(fields, line, number)
            sums["debit"] += cents(line.get("debit"))
            sums["credit"] += cents(line.get("credit"))
            if line["(system)"]:
                system = True
                if "taxcode" in line:
                    code = line["taxcode"].casefold()
                    own[code] = own.get(code, 0) + abs(cents(line.get("debit")) - cents(line.get("credit")))
                continue
            sums["gross"] += cents(line.get("gross"))
            tax = self.taxed(fields, line)
            if tax:
                code = line.get("taxcode", "").casefold()
                taxes[code] = taxes.get(code, 0) + tax
            sums["tax"] += tax
        self.header(fields, kind, gross, sums, system)
        if system:
            for code in set(taxes) | set(own):
                if abs(taxes.get(code, 0)) != own.get(code, 0):
                    self.findings.add("transaction", fields, "a tax line is not the tax of its lines")
        self.note(fields, number, kind, gross)

    def line(self, fields, line, number):
        self.lines += 1
        self.common("detail", line)
        self.references.define("detail", None, line)
        if number and int(line.get("parentseq", "0")) != number:
            self.findings.add("detail", line, "parentseq is not its transaction")
        if "transactiontype" in line and not fields.get("type", "").startswith(line["transactiontype"][:2]):
            self.findings.add("detail", line, "transactiontype is another than its transaction's type")
        if fields.get("status") == "P" and ("debit" in line or "credit" in line):
            key = line.get("account", "").casefold()
            amount = cents(line.get("debit")) - cents(line.get("credit"))
            known = self.posted.get(key)
            if known is None:
                known = self.posted[key] = [0]
            known[0] += amount

    def taxed(self, fields, line):
        """The tax of a line that a person typed, after a look whether it is right."""
        net, tax = cents(line.get("net")), cents(line.get("tax"))
        if net + tax != cents(line.get("gross")):
            self.findings.add("detail", line, "net and tax are not its gross")
        code = line.get("taxcode")
        rate = self.rates.at(code, fields.get("transdate", "")) if code else 0.0
        if rate is not None and abs(tax - net * rate / 100) > 1.0:
            self.findings.add("detail", line, f"tax is not {rate} % of its net, by {abs(tax - net * rate / 100):.1f} cents")
        if "unitprice" in line and "stockqty" in line:
            self.priced(line)
        return tax

    def priced(self, line):
        """Quantity times price, less the discount, is the net, or the gross where the price has the tax in it."""
        paid = float(line["stockqty"]) * float(line["unitprice"]) * (1 - float(line.get("discount", "0")) / 100)
        amount = cents(line.get("gross" if int(line.get("flags", "0")) & 4 else "net"))
        if abs(paid * 100 - amount) > 1.0:
            self.findings.add("detail", line, f"quantity and price are {paid * 100 - amount:.1f} cents more than it")

    def header(self, fields, kind, gross, sums, system):
        journal = kind.startswith("JN")
        if (system or journal) and sums["debit"] != sums["credit"]:
            self.findings.add("transaction", fields, f"debits and credits differ by {sums['debit'] - sums['credit']} cents")
        if not journal and sums["gross"] != gross:
            self.findings.add("transaction", fields, f"its lines add up to {sums['gross'] - gross} cents more than its gross")
        if journal and sums["debit"] and gross not in (0, sums["debit"]):
            self.findings.add("transaction", fields, "gross is not what its lines debit")
        if "taxamount" in fields and sums["tax"] != cents(fields["taxamount"]):
            self.findings.add("transaction", fields, "the tax of its lines is not its taxamount")

    def note(self, fields, number, kind, gross):
        paid = cents(fields.get("amtpaid"))
        if number:
            self.gross.add(number, gross)
            self.paid.add(number, paid)
            if number >= len(self.kinds):
                self.kinds.extend(bytes(max(number + 1 - len(self.kinds), len(self.kinds) // 2)))
            self.kinds[number] = 1 if kind.startswith("CP") else 0
        if kind[1:2] != "I" or kind[:1] not in "DC":
            return
        if abs(paid) > abs(gross):
            self.findings.add("transaction", fields, "more is paid than its gross")
        if (paid == gross) != kind.endswith("C") and fields.get("status") == "P":
            self.findings.add("transaction", fields, f"{kind} is paid by {gross - paid} cents less than its gross")
        if fields.get("status") == "P" and gross != paid:
            open_ = self.open.setdefault(fields.get("namecode", "").casefold(), [0, 0])
            open_[0 if kind.startswith("D") else 1] += gross - paid

    # -- payments and balances --

    def see_payments(self, fields, _lines):
        invoice, receipt = int(fields.get("invoiceid", "0")), int(fields.get("cashtrans", "0"))
        amount = cents(fields.get("amount"))
        if receipt:
            self.received.add(receipt, amount)
        if invoice > 0:
            self.invoiced.add(invoice, amount)
        elif invoice < 0:
            self.over.setdefault(invoice - ON_ACCOUNT, []).append((receipt, amount))

    def close_payments(self):
        for number in range(max(len(self.invoiced.items), len(self.received.items), len(self.paid.items))):
            fields = {"sequencenumber": str(number)}
            there = self.references.has_number("transaction", number)
            if self.invoiced.get(number) and not there:
                self.findings.add("payments", {}, f"transaction {number}, which was paid, is not there")
            elif self.invoiced.get(number) != self.paid.get(number):
                off = self.paid.get(number) - self.invoiced.get(number)
                self.findings.add("transaction", fields, f"amtpaid is {off} cents more than its payments")
            if self.received.get(number) and self.received.get(number) != self.gross.get(number):
                off = self.gross.get(number) - self.received.get(number)
                what = f"gross is {off} cents more than what it pays" if there else "pays, and is not there"
                self.findings.add("transaction", fields, what)
        for name in self.over:
            if "name" in self.references.numbers and not self.references.has_number("name", name):
                self.findings.add("payments", {}, f"something is on account of name {name}, which is not there")

    def see_name(self, fields, _lines):
        number = int(fields.get("sequencenumber", "0"))
        ages = [cents(fields.get(age)) for age in ("d90plus", "d60plus", "d30plus", "dcurrent")]
        if sum(ages) != cents(fields.get("dbalance")):
            self.findings.add("name", fields, "what it owes by age is not dbalance")
        balance = (cents(fields.get("dbalance")), cents(fields.get("ccurrent")))
        self.balances.append((fields.get("code", "").casefold(), number, balance))

    def close_names(self):
        for code, number, balance in self.balances:
            open_ = list(self.open.get(code, (0, 0)))
            over = self.over.get(number, ())
            for receipt, amount in over:
                open_[1 if self.creditor_payment(receipt) else 0] -= amount
            sides = [("dbalance", open_[0], balance[0]), ("ccurrent", open_[1], balance[1])]
            # A payment does not tell whose it is: where a name has both, the two together are what can be known.
            if len({self.creditor_payment(receipt) for receipt, _ in over}) > 1:
                sides = [("dbalance and ccurrent", sum(open_), sum(balance))]
            for side, owed, said in sides:
                if owed != said:
                    what = f"{side} is {said - owed} cents more than what is open"
                    self.findings.add("name", {"sequencenumber": str(number)}, what)

    def creditor_payment(self, receipt):
        return receipt < len(self.kinds) and self.kinds[receipt] == 1

    # -- ledger --

    def see_ledger(self, fields, _lines):
        concat = f"{fields.get('accountcode', '')}-{fields.get('department', '')}"
        if "concat" in fields and fields["concat"].casefold() != concat.casefold():
            self.findings.add("ledger", fields, "concat is not its account and department")
        for name, value in fields.items():
            if name.startswith("balance"):
                self.columns[name] = self.columns.get(name, 0) + cents(value)
        posted = self.posted.setdefault(concat.casefold(), [0])
        posted.append((fields.get("sequencenumber", ""), cents(fields.get("balance"))))

    def close_ledger(self):
        for name, total in sorted(self.columns.items()):
            if total:
                self.findings.add("ledger", {}, f"{name} adds up to {total} cents over all rows")
        for posted, *rows in self.posted.values():
            for number, balance in rows:
                if balance != posted:
                    what = f"balance is {balance - posted} cents more than what was posted"
                    self.findings.add("ledger", {"sequencenumber": number}, what)
