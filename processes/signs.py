"""By which words an activity shows that it approves or checks. Pure."""

import re

from processes.enums import ValueClass

_APPROVES = ("审批", "批准", "核准", "签批", "审签")
_CHECKS = ("审核", "复核", "核对", "检查", "质检", "监督", "稽核", "验收", "抽查")
_ENGLISH_APPROVES = re.compile(r"\b(approv\w*|authori[sz]\w*|sign[- ]?off)\b", re.IGNORECASE)
_ENGLISH_CHECKS = re.compile(
    r"\b(check\w*|review\w*|verif\w*|inspect\w*|audit\w*|control\w*)\b", re.IGNORECASE
)


def is_approval(name: str) -> bool:
    return any(word in name for word in _APPROVES) or bool(_ENGLISH_APPROVES.search(name))


def is_control(name: str, value_class: str = "") -> bool:
    """Approves, checks, or is done because law or risk demands it."""
    if is_approval(name) or value_class == ValueClass.NECESSARY:
        return True
    return any(word in name for word in _CHECKS) or bool(_ENGLISH_CHECKS.search(name))
