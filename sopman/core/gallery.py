"""Sample data for the gallery of components. Invented names only."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone

from sopman.core.forms import CharField, DateField, Form, SeenField, TextField, bilingual
from sopman.core.samples import sample

PAGES = {
    "": "core/gallery.html",
    "reading": "core/gallery_reading.html",
    "exam": "core/gallery_exam.html",
    "entrance": "account/login.html",
    "refused": "409.html",
    "confirm": "components/confirm.html",
}


class SampleForm(Form):
    title_zh, title_en = bilingual(sample("Title"), max_length=80)
    purpose = TextField(
        label=sample("Purpose"), help_text=sample("What becomes better for whom."), max_length=500
    )
    position = forms.ChoiceField(
        label=sample("Position"), choices=[("", "—"), ("cs", "客服专员"), ("tl", "客服主管")]
    )
    wished_on = DateField(label=sample("Wished effective date"), required=False)
    departments = forms.MultipleChoiceField(
        label=sample("Departments"),
        choices=[("a", "客户服务部"), ("b", "技术支持部"), ("c", "质量管理部")],
        widget=forms.CheckboxSelectMultiple,
    )
    size = forms.ChoiceField(
        label=sample("Severity"),
        choices=[("l", sample("low")), ("h", sample("high"))],
        widget=forms.RadioSelect,
    )
    scan = forms.FileField(label=sample("Scan"), required=False)
    agreed = forms.BooleanField(label=sample("The sponsor knows about it"), required=False)
    seen = SeenField()


class SampleRow(Form):
    name = CharField(label=sample("Objective"), max_length=80)
    target = forms.DecimalField(label=sample("Target"))
    measured = CharField(label=sample("Measured where"), required=False)


SampleRows = forms.formset_factory(SampleRow, extra=2, can_delete=True)


@dataclass
class Someone:
    name: str
    pk: int = 0

    def get_full_name(self) -> str:
        return self.name

    def __str__(self) -> str:
        return self.name


def context(request: HttpRequest) -> dict:
    now = timezone.now()
    made = {
        "now": now,
        "li": Someone("李晓梅"),
        "wang": Someone("王强"),
        "anna": Someone("Anna Berg"),
        "stages": _stages(),
        "criteria": _criteria(),
        "soon": timezone.localdate(now) + timedelta(days=2),
        "late": timezone.localdate(now) - timedelta(days=1),
        "in_hours": now + timedelta(hours=3, minutes=20),
        "tabs": _tabs(),
        "items": _items(now),
        "page": Paginator(range(480), 50).get_page(request.GET.get("page", 3)),
        "form": SampleForm(
            initial={"title_zh": "客户投诉处理", "purpose": "让客户在 24 小时内得到答复。"}
        ),
        "wrong": _wrong(),
        "rows": SampleRows(initial=[{"name": "答复时长", "target": 24}], prefix="objectives"),
        "signed": SimpleNamespace(
            signer_name="陈静",
            get_meaning_display=sample("Approved"),
            at=now,
            fingerprint="4f9a1c07be22",
        ),
        "comment_chips": [("bad", sample("must fix")), ("plain", sample("operability"))],
        "disposition": ("ok", sample("accepted")),
        "files": [SimpleNamespace(name="投诉登记表.xlsx", size=48200, get_absolute_url="#")],
        "reasons": [
            sample("Two comments have no reply yet."),
            sample("The reviewer for compliance has not handed in."),
        ],
        "measures": _figures(),
    }
    return made | _exam(now) | _entrance() | _confirm()


def _stages() -> list[dict]:
    names = [
        (sample("Charter"), "done", "6月3日 完成"),
        (sample("As-is mapping"), "done", "6月18日 完成"),
        (sample("Optimization"), "done", "7月2日 完成"),
        (sample("Drafting"), "active", "进行中 · 剩 4 天"),
        (sample("Review"), "todo", "计划 7月22日"),
        (sample("Pilot"), "todo", "计划 8月5日"),
        (sample("Release and training"), "todo", "计划 8月26日"),
    ]
    return [
        {
            "number": n,
            "label": label,
            "status": status,
            "note": note,
            "url": "#" if status != "todo" else "",
            "late": False,
            "locked": sample("Opens after the drafting stage.") if status == "todo" else "",
        }
        for n, (label, status, note) in enumerate(names, 1)
    ]


def _criteria() -> list:
    said = [
        (sample("Every step names one responsible position."), True),
        (sample("Every key control point has a time limit and an output standard."), True),
        (sample("The SOP has a document number."), False),
        (sample("No vague wording is left without a reason."), False),
    ]
    return [SimpleNamespace(sentence=sentence, met=met, url="#criterion") for sentence, met in said]


def _tabs() -> list[dict]:
    return [
        {"label": sample("Overview"), "url": "#", "current": True, "icon": "home"},
        {"label": sample("Steps"), "url": "#", "current": False, "icon": "list-details"},
        {
            "label": sample("Comments"),
            "url": "#",
            "current": False,
            "icon": "message-2",
            "count": 3,
        },
    ]


def _items(now) -> list[dict]:
    return [
        {"at": now - timedelta(minutes=10), "actor": "陈静", "words": "在步骤 3.2 添加了截图"},
        {"at": now - timedelta(days=1), "actor": "王强", "words": "保存了版本 V0.3", "url": "#"},
        {
            "at": now - timedelta(days=7),
            "actor": "李晓梅",
            "words": "将阶段推进到初稿编写",
            "signature": True,
        },
    ]


def _wrong() -> SampleForm:
    form = SampleForm({"title_zh": "投诉", "purpose": "", "position": "x", "size": ""}, prefix="w")
    form.is_valid()
    return form


def _figures() -> list[dict]:
    return [
        {
            "label": sample("Cycle time"),
            "value": Decimal("31.5"),
            "unit": sample("min"),
            "baseline": 42,
            "target": 25,
            "direction": "down",
        },
        {
            "label": sample("Customer satisfaction"),
            "value": 93,
            "unit": "%",
            "baseline": 81,
            "target": 90,
            "direction": "up",
        },
        {
            "label": sample("Error rate"),
            "value": Decimal("4.2"),
            "unit": "%",
            "baseline": 3,
            "target": 1,
            "direction": "down",
        },
        {
            "label": sample("Monthly accuracy"),
            "value": None,
            "unit": "%",
            "baseline": None,
            "target": 95,
            "direction": "up",
        },
    ]


def _exam(now) -> dict:
    texts = [
        "先关闭投诉，再联系客户",
        "10 分钟内首次联系客户，登记投诉并告知处理时限",
        "转给技术支持部后等待",
        "请客户到门店处理",
    ]
    options = [
        {"value": n, "letter": letter, "text": text, "chosen": n == 1}
        for n, (letter, text) in enumerate(zip("ABCD", texts, strict=True))
    ]
    tiles = [
        {"number": n, "url": "#", "done": n < 7, "current": n == 7, "flagged": n == 4}
        for n in range(1, 21)
    ]
    return {"options": options, "tiles": tiles, "deadline": now + timedelta(minutes=29, seconds=40)}


def _entrance() -> dict:
    names = [
        ("林文静", "客户服务总监"),
        ("周凯", "客服主管"),
        ("何雨", "客服专员"),
        ("孙立", "技术支持工程师"),
    ]
    people = [
        {
            "user": None,
            "name": name,
            "position": position,
            "department": "客户服务部",
            "token_url": "#",
        }
        for name, position in names
    ]
    return {"demo_people": people}


def _confirm() -> dict:
    return {
        "title": sample("Withdraw this SOP?"),
        "text": sample("Readers will see that it is no longer in force."),
        "action": "#",
        "submit": sample("Withdraw SOP"),
        "cancel_url": "#",
    }
