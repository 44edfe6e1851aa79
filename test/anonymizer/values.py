"""Amounts, tax rates and dates as MoneyWorks writes them."""

from array import array
from datetime import date


def cents(text):
    """Of a decimal text with any number of places; halves away from zero."""
    if not text:
        return 0
    whole, _, rest = text.lstrip("-").partition(".")
    value = int(whole or "0") * 100 + int((rest + "00")[:2]) + (1 if rest[2:3] >= "5" else 0)
    return -value if text.startswith("-") else value


class Longs:
    """Whole numbers by a record's number, in eight bytes each."""

    def __init__(self):
        self.items = array("q")

    def add(self, at, value):
        if at >= len(self.items):
            self.items.extend([0] * (max(at + 1, len(self.items) * 3 // 2) - len(self.items)))
        self.items[at] += value

    def get(self, at):
        return self.items[at] if at < len(self.items) else 0


class Rates:
    def __init__(self):
        self.codes = {}

    def see(self, fields):
        first, second = float(fields.get("rate1", "0")), float(fields.get("rate2", "0"))
        self.codes[fields.get("taxcode", "").casefold()] = (first, fields.get("date", ""), second)

    def at(self, code, day):
        """Percent; None for a code that is not there."""
        rate = self.codes.get(code.casefold())
        if rate is None:
            return None
        first, since, second = rate
        return second if since and day >= since else first


class Dates:
    """Which texts are days and moments; there are few different ones."""

    def __init__(self):
        self.days = {}

    def day(self, text):
        known = self.days.get(text)
        if known is None:
            known = self.days[text] = self._is_day(text)
        return known

    def moment(self, text):
        if len(text) != 14 or not text.isdigit() or not self.day(text[:8]):
            return False
        return text[8:10] < "24" and text[10:12] < "60" and text[12:14] < "60"

    @staticmethod
    def _is_day(text):
        if len(text) != 8 or not text.isdigit():
            return False
        try:
            return 1950 <= date(int(text[:4]), int(text[4:6]), int(text[6:])).year <= 2100
        except ValueError:
            return False
