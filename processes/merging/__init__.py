"""Two edits of one map put together, element by element. Pure: no database, no words.

What only one side changed is taken over; what both changed differently is a conflict, to be chosen.
"""

from processes.merging.merge import MINE, THEIRS, Change, Conflict, Merge, merge

__all__ = ["MINE", "THEIRS", "Change", "Conflict", "Merge", "merge"]
