"""Platform roles and deputies: both dated, both recorded."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from sopman.audit.history import stamp
from sopman.audit.trail import record
from sopman.core.errors import Refused
from sopman.organization.actions import lock_organization
from sopman.organization.queries import today
from sopman.people.actions._shared import end_before, must_manage, must_manage_still
from sopman.people.enums import Role
from sopman.people.models import Deputy, RoleGrant, User
from sopman.people.queries import administrators
from sopman.people.reasons import administrator_remains, grant_is_new
from sopman.people.rules import may_name_deputy


@transaction.atomic
def grant_role(
    user: User,
    *,
    role: str,
    from_on: date,
    password: str,
    actor: User,
    at: datetime,
    to_on: date | None = None,
) -> RoleGrant:
    """Give a platform role, after the granting administrator's password.

    Never to oneself, except while there is only one administrator.
    """
    must_manage(actor)
    user = User.objects.select_for_update().get(pk=user.pk)
    _reauthenticated(actor, password, at)
    if not user.is_active:
        raise Refused([_("%(person)s doesn't work here any more.") % {"person": user}])
    if user.pk == actor.pk and administrators().exclude(pk=actor.pk).exists():
        raise Refused([_("Nobody grants a role to oneself; ask another administrator.")])
    if why := grant_is_new(user, role, from_on):
        raise Refused([why])
    grant = RoleGrant(user=user, role=role, from_on=from_on, to_on=to_on, granted_by=actor)
    stamp(grant, actor).save()
    user.forget_standing()
    facts = {"role": role, "from": from_on, "until": to_on}
    record(user, "people.role.granted", actor=actor, at=at, facts=facts)
    return grant


@transaction.atomic
def end_role(grant: RoleGrant, *, password: str, actor: User, at: datetime) -> RoleGrant:
    """Take a platform role away from now on."""
    lock_organization()  # two administrators who end each other's role come one after the other
    must_manage_still(actor)
    grant = RoleGrant.objects.select_for_update().select_related("user").get(pk=grant.pk)
    _reauthenticated(actor, password, at)
    day = today(at)
    if grant.to_on and grant.to_on < day:
        raise Refused([_("This role has ended already.")])
    if grant.role == Role.ADMINISTRATOR and (why := administrator_remains(grant.user)):
        raise Refused([why])
    end_before(day, grant, actor)
    grant.user.forget_standing()
    record(grant.user, "people.role.ended", actor=actor, at=at, facts={"role": grant.role})
    return grant


@transaction.atomic
def name_deputy(
    principal: User,
    *,
    deputy: User,
    from_on: date,
    actor: User,
    at: datetime,
    to_on: date | None = None,
    reason: str = "",
) -> Deputy:
    """Somebody acts for somebody absent. One hop: a deputy's deputy acts for nobody."""
    if not may_name_deputy(principal, actor):
        raise PermissionDenied(_("Only the person or an administrator names a deputy."))
    principal = User.objects.select_for_update().get(pk=principal.pk)
    if deputy.pk == principal.pk:
        raise Refused([_("Nobody is the own deputy.")])
    if not (deputy.is_active and principal.is_active):
        raise Refused([_("Both must still work here.")])
    same = Deputy.objects.not_over(from_on).filter(principal=principal, deputy=deputy)
    if any(to_on is None or held.from_on <= to_on for held in same):
        raise Refused([_("%(person)s is the deputy in that time already.") % {"person": deputy}])
    named = Deputy(principal=principal, deputy=deputy, from_on=from_on, to_on=to_on, reason=reason)
    stamp(named, actor, reason).save()
    deputy.forget_standing()
    facts = {"deputy": deputy.employee_number, "from": from_on, "until": to_on}
    record(principal, "people.deputy.named", actor=actor, at=at, reason=reason, facts=facts)
    return named


@transaction.atomic
def end_deputy(named: Deputy, *, actor: User, at: datetime) -> None:
    """The person is back: the deputy acts no longer, from this moment."""
    named = (
        Deputy.objects.select_for_update().select_related("principal", "deputy").get(pk=named.pk)
    )
    if not may_name_deputy(named.principal, actor):
        raise PermissionDenied(_("Only the person or an administrator ends this."))
    day = today(at)
    if named.to_on and named.to_on < day:
        raise Refused([_("This has ended already.")])
    facts = {"deputy": named.deputy.employee_number}
    record(named.principal, "people.deputy.ended", actor=actor, at=at, facts=facts)
    end_before(day, named, actor)


def _reauthenticated(actor: User, password: str, at: datetime) -> None:
    if actor.check_password(password):
        return

    def keep() -> None:
        with transaction.atomic():
            record(actor, "people.user.password_wrong", actor=actor, at=at)

    raise Refused([_("The password is not right.")], afterwards=keep)
