"""Mobile numbers as people write them, and as they are kept. Pure."""

import re

_DRESSING = re.compile(r"[\s().-]+")
_MOBILE = re.compile(r"\+?\d{6,19}")


def plain_mobile(text: str) -> str | None:
    """Digits only, without the prefix of mainland China; None when it is no number at all."""
    number = _DRESSING.sub("", text)
    if not _MOBILE.fullmatch(number):
        return None
    for prefix in ("+86", "0086"):
        number = number.removeprefix(prefix)
    return number
