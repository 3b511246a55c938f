"""Django's SQLite, with the places of a statement written in SQLite's way once, not at each call.

The product asks the same few hundred statements all day (sopman.core.prepared), and some are long.
"""

from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base

MOST = 512  # statements
LONGEST = 16 * 1024  # characters; what inserts thousands of rows at once is asked once


class Cursor(base.SQLiteCursorWrapper):
    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        if param_names is None and len(query) <= LONGEST:
            return _converted(query)
        return super().convert_query(query, param_names=param_names)


@lru_cache(maxsize=MOST)
def _converted(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(base.DatabaseWrapper):
    def create_cursor(self, name: Any = None) -> Any:
        return self.connection.cursor(factory=Cursor)
