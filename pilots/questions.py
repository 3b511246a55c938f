"""The questionnaire of a pilot: four marks from 1 to 5, and a free remark."""

from django.utils.translation import gettext_lazy as _

QUESTIONS = (
    ("clarity", _("The steps are clear to me.")),
    ("doability", _("I can carry them out as they are written.")),
    ("speed", _("I am faster than before.")),
    ("safety", _("I make fewer mistakes than before.")),
)
MARKS = (
    (1, _("1 – not at all")),
    (2, _("2 – hardly")),
    (3, _("3 – partly")),
    (4, _("4 – mostly")),
    (5, _("5 – fully")),
)
