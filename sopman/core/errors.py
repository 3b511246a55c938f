"""The one error of the product's own: your step, but not now."""

from collections.abc import Callable, Iterable
from typing import Any


class Refused(Exception):
    """A step that can't be taken now. Carries the sentences that the user reads (HTTP 409).

    `afterwards` runs once the refusal has rolled its transaction back: what must be kept
    although nothing happened (a failed attempt to sign) is written there.
    """

    def __init__(
        self, reasons: Iterable[Any], *, afterwards: Callable[[], object] | None = None
    ) -> None:
        self.reasons = [reasons] if isinstance(reasons, str) else list(reasons)
        self._afterwards = afterwards
        super().__init__(*self.reasons)

    def settle(self) -> None:
        """Write what must outlive the rollback; call it once, outside the transaction."""
        if self._afterwards is not None:
            run, self._afterwards = self._afterwards, None
            run()

    def __str__(self) -> str:
        return " ".join(str(reason) for reason in self.reasons)
