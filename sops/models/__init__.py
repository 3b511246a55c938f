"""SOPs: the register, their versions, and what stands in a version."""

from sops.models import readers
from sops.models.content import (
    Omission,
    RecordForm,
    RelatedDocument,
    Section,
    SopStep,
    SopStepBranch,
    StepPicture,
)
from sops.models.register import ProjectSop, Sop
from sops.models.versions import Snapshot, SopVersion

__all__ = [
    "Omission",
    "ProjectSop",
    "RecordForm",
    "RelatedDocument",
    "Section",
    "Snapshot",
    "Sop",
    "SopStep",
    "SopStepBranch",
    "SopVersion",
    "StepPicture",
    "readers",
]
