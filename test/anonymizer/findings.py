"""What is wrong, counted whole and told in part."""

SHOWN = 20


class Findings:
    def __init__(self, shown=SHOWN):
        self.count = 0
        self.shown = shown
        self.first = []

    def add(self, table, fields, what):
        self.count += 1
        if len(self.first) < self.shown:
            number = fields.get("sequencenumber")
            self.first.append(f"{table}{'' if number is None else ' ' + number}: {what}")
