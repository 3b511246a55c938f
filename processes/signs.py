"""By which words an activity shows that it approves, checks, or is a risk. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

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


@dataclass(frozen=True)
class Risk:
    """What certain words in a map make one ask."""

    code: str
    sentence: Any


PERSONAL = ("身份证", "手机号", "电话号码", "住址", "银行卡", "病历", "客户信息", "个人信息")
OPEN = (
    "微信",
    "QQ",
    "网盘",
    "U盘",
    "个人邮箱",
    "私人邮箱",
    "截图",
    "打印",
    "Excel 共享",
    "共享表格",
)
_PERSONAL = re.compile(
    r"\b(id (?:card|number)|passport|phone numbers?|home address|bank card|medical|"
    r"personal (?:data|information)|customer (?:data|information))\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(wechat|whatsapp|telegram|private (?:e-?mail|phone)|usb stick|screenshots?|print(?:s|ed|out)?|"
    r"shared (?:sheet|spreadsheet|drive|folder))\b",
    re.IGNORECASE,
)
_ORAL = re.compile(
    r"口头|当面说|打招呼|\b(verbal(?:ly)?|orally|by word of mouth|shouts? across)\b", re.IGNORECASE
)
_SHARED = re.compile(
    r"共用账号|共用密码|公共账号|借用账号|代为登录|\b(shared (?:account|password|login))\b",
    re.IGNORECASE,
)
_BY_HEART = re.compile(
    r"凭经验|凭感觉|看情况|视情况|\b(by feel|by experience|as needed)\b", re.IGNORECASE
)

_IN_THE_OPEN = Risk("personal", _("personal data are passed on in the open."))
_RISKS = (
    (_ORAL, Risk("oral", _("what is only said leaves no record."))),
    (_SHARED, Risk("account", _("with a shared account nobody can tell who did it."))),
    (_BY_HEART, Risk("judgement", _("it depends on the person, no rule is written down."))),
)


def words_of_risk(text: str) -> list[tuple[Risk, list[str]]]:
    """Each risk that the words of an activity point at, with those words."""
    found = []
    personal = _met(text, PERSONAL, _PERSONAL)
    in_the_open = _met(text, OPEN, _OPEN)
    if personal and in_the_open:
        found.append((_IN_THE_OPEN, [*personal[:2], *in_the_open[:2]]))
    for pattern, risk in _RISKS:
        if hit := pattern.search(text):
            found.append((risk, [hit.group()]))
    return found


def _met(text: str, words: Iterable[str], pattern: re.Pattern) -> list[str]:
    met = [word for word in words if word in text]
    return met + [hit.group() for hit in pattern.finditer(text)]
