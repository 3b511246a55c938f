"""What came of reading a file: one document, and what is to be said about it."""

from dataclasses import dataclass, field

from processes.bpmn import Document


@dataclass(frozen=True)
class Tally:
    """So many stood in the file, so many are kept, so many are shown in the step table."""

    label: str
    found: int
    kept: int
    in_table: int | None = None


@dataclass
class Imported:
    format: str
    document: Document
    given: bytes | None = None  # the BPMN file itself, in UTF-8 or as it declares
    tallies: list[Tally] = field(default_factory=list)
    simplified: list[str] = field(default_factory=list)  # kept or carried over in a plainer form
    warnings: list[str] = field(default_factory=list)  # lost, or to be looked at

    @property
    def source(self) -> str | bytes:
        """What export is measured against: the file, or the model that was made from it."""
        return self.given if self.given is not None else self.document.to_xml()
