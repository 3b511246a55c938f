"""POST → the keyword arguments of one action."""

from projects.forms.charter import (
    AudienceForm,
    BaselineForm,
    CharterForm,
    ObjectiveForm,
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
    ReturnForm,
    SeatForm,
    SendBackForm,
)

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
    "ReturnForm",
    "ScheduleForm",
    "ScopeItemForm",
    "SeatForm",
    "SendBackForm",
    "SignForm",
]
