"""Why a change to people is not possible now: the sentence, or None."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sopman.people import handover
from sopman.people.enums import Role
from sopman.people.models import Department, RoleGrant, User
from sopman.people.queries import administrators


def number_is_free(user: User) -> str | None:
    """Employee numbers and mobile numbers are both log-in names."""
    others = User.objects.exclude(pk=user.pk)
    if others.filter(employee_number__iexact=user.employee_number).exists():
        return _("The employee number %(number)s is taken.") % {"number": user.employee_number}
    if user.mobile and others.filter(mobile=user.mobile).exists():
        return _("The mobile number %(number)s is taken.") % {"number": user.mobile}
    return None


def may_be_closed(user: User, actor: User) -> str | None:
    if not user.is_active:
        return _("This account is closed already.")
    if user.pk == actor.pk:
        return _("Nobody closes the own account; ask another administrator.")
    return administrator_remains(user)


def hanging_on(user: User) -> list[str]:
    """What would be without its person: nobody leaves before it is handed over."""
    headed = Department.objects.filter(head=user, is_active=True)
    heads = [_("Head of “%(department)s”") % {"department": one} for one in headed]
    return heads + handover.hanging_on(user)


def still_has_duties(hanging: list[str], user: User) -> list[str]:
    """The refusal: how many, and each of them."""
    if not hanging:
        return []
    words = ngettext(
        "%(n)d thing still hangs on %(person)s. Hand everything over to somebody else first:",
        "%(n)d things still hang on %(person)s. Hand everything over to somebody else first:",
        len(hanging),
    )
    return [words % {"n": len(hanging), "person": user}, *hanging]


def administrator_remains(user: User) -> str | None:
    """Without an administrator nobody could ever make one again."""
    admins = set(administrators().values_list("pk", flat=True))
    if admins == {user.pk}:
        return _("%(person)s is the only administrator. Make another one first.") % {"person": user}
    return None


def grant_is_new(user: User, role: str, from_on: date) -> str | None:
    if RoleGrant.objects.not_over(from_on).filter(user=user, role=role).exists():
        return _("%(person)s has this role already: %(role)s.") % {
            "person": user,
            "role": Role(role).label,
        }
    return None


def tree_stays_a_tree(department: Department, parent: Department | None) -> str | None:
    """A department below itself would make every walk upwards endless."""
    while parent is not None:
        if parent.pk == department.pk:
            return _("A department can't belong to itself or to one below it.")
        parent = parent.parent
    return None
