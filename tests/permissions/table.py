"""matrix.csv as rows: who gets what from which address.

One line per address, method and object. Columns after these three are people of `world.py`:

    AD administrator          RV reviewer in a seat         FR reader on the distribution list
    DC document controller    DH head of the department     TR the same, sitting the exam right now
    PL project lead           PP pilot participant          AU auditor
    PM project member         ST employee without relation (the library closed to all staff)
    LIB the same employee where the library is open         AN anonymous

    ok    GET: the page, or on to another one. POST: neither refused nor broken
    403   refused                404   does not exist for this person
    shut  409: the text is closed while the exam is open
    409   the step is not possible for this person now (it says why)
    login the log-in page
"""

import csv
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("matrix.csv")
PEOPLE = ("AD", "DC", "PL", "PM", "RV", "DH", "PP", "FR", "TR", "AU", "ST", "LIB", "AN")


@dataclass(frozen=True)
class Row:
    route: str
    method: str
    about: str
    expected: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.method, self.route, self.about)))

    def of(self, code: str) -> str:
        return dict(self.expected)[code]


def rows() -> list[Row]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            Row(line["route"], line["method"], line["about"],
                tuple((code, line[code]) for code in PEOPLE))
            for line in csv.DictReader(file)
        ]  # fmt: skip
