"""Process maps from files: BPMN, Visio, XMind, XLSX and CSV. One door, no database."""

from processes.importing.door import FORMATS, MOST_BYTES, read
from processes.importing.result import Imported, Tally

__all__ = ["FORMATS", "MOST_BYTES", "Imported", "Tally", "read"]
