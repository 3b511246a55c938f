"""POST → the keyword arguments of one action."""

from projects.forms.charter import (
    AudienceForm,
    BaselineForm,
    CharterForm,
    ObjectiveForm,
    RevisionForm,
    ScheduleForm,
    ScopeItemForm,
    SignForm,
)
from projects.forms.project import (
    CancelForm,
    FactsForm,
    FilterForm,
    LeadForm,
    MemberForm,
    OpenForm,
    ReplaceForm,
    ReturnForm,
    SeatForm,
    SendBackForm,
    TaskForm,
)
from projects.forms.template import TemplateForms

__all__ = [
    "AudienceForm",
    "BaselineForm",
    "CancelForm",
    "CharterForm",
    "FactsForm",
    "FilterForm",
    "LeadForm",
    "MemberForm",
    "ObjectiveForm",
    "OpenForm",
    "ReplaceForm",
    "ReturnForm",
    "RevisionForm",
    "ScheduleForm",
    "ScopeItemForm",
    "SeatForm",
    "SendBackForm",
    "SignForm",
    "TaskForm",
    "TemplateForms",
]
