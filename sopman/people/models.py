"""People and where they stand: departments, positions, appointments, deputies, platform roles."""

from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sopman.audit.history import AuditedHistory
from sopman.core.localized import in_english, localized
from sopman.organization.enums import Language
from sopman.people.enums import Role


class DatedQuerySet(models.QuerySet):
    """Rows that hold from a day up to and including a day, or without end."""

    def on(self, day):
        return self.filter(Q(to_on=None) | Q(to_on__gte=day), from_on__lte=day)

    def not_over(self, day):
        return self.filter(Q(to_on=None) | Q(to_on__gte=day))


class Dated(models.Model):
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("until (inclusive)"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def holds_on(self, day):
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)

    @property
    def audit_chain(self):
        return "organization"


def _ends_after_it_begins(name):
    in_order = Q(to_on=None) | Q(to_on__gte=F("from_on"))
    return models.CheckConstraint(condition=in_order, name=name)


class Site(models.Model):
    """A place of work: which public holidays hold there, and what time it is."""

    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    country = models.CharField(_("calendar of public holidays"), max_length=2, default="CN")
    time_zone = models.CharField(_("time zone"), max_length=64, default="Asia/Shanghai")

    history = AuditedHistory()
    name = localized("name")
    audit_chain = "organization"

    class Meta:
        verbose_name = _("site")
        ordering = ["name_zh", "pk"]

    def __str__(self):
        return self.name


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def visible_to(self, user):
        """Administrators and auditors see everybody's page, others only their own."""
        if user.standing.is_administrator or user.standing.is_auditor:
            return self
        return self.filter(pk=user.pk)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, employee_number, name="", password=None, **fields):
        user = self.model(employee_number=employee_number, name=name or employee_number, **fields)
        user.set_password(password)
        user.password_changed_at = timezone.now()
        user.save(using=self._db)
        return user

    def create_superuser(self, employee_number, name, password=None, **fields):
        """For `manage.py createsuperuser`: a person with the administrator's role."""
        from sopman.organization.queries import today  # noqa: PLC0415 -- rows of another app

        user = self.create_user(employee_number, name, password, **fields)
        RoleGrant.objects.create(
            user=user, role=Role.ADMINISTRATOR, from_on=today(), granted_by=user
        )
        return user


class User(AbstractBaseUser):
    """A person who works here. Deactivated when leaving, never deleted."""

    employee_number = models.CharField(_("employee number"), max_length=32, unique=True)
    mobile = models.CharField(_("mobile number"), max_length=20, unique=True, null=True, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=Language.choices, default=Language.CHINESE
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="Asia/Shanghai")
    is_active = models.BooleanField(_("works here"), default=True)
    joined_at = models.DateTimeField(_("account made"), default=timezone.now, editable=False)
    left_at = models.DateTimeField(_("left on"), null=True, blank=True)
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    password_changed_at = models.DateTimeField(_("password changed"), null=True, blank=True)
    # Set by a reset, cleared when the person changes the password: nobody signs in between.
    password_set_by_admin_at = models.DateTimeField(null=True, blank=True)
    # Of the demonstration company: may be signed in as by one click, on loopback only.
    is_demo = models.BooleanField(default=False, editable=False)
    last_login = None  # who is logged in is the session's matter

    USERNAME_FIELD = "employee_number"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()
    history = AuditedHistory(excluded_fields=["password"])
    audit_chain = "organization"

    class Meta:
        verbose_name = _("person")
        ordering = ["employee_number"]

    def __str__(self):
        return self.display_name

    @property
    def display_name(self):
        """The name in the language in force."""
        return (self.name_en or self.name) if in_english() else self.name

    def get_full_name(self):
        return self.display_name

    get_short_name = get_full_name

    @cached_property
    def standing(self):
        """What this person may act as today; read once per instance."""
        from sopman.people.standing import standing_of  # noqa: PLC0415 -- it reads these models

        return standing_of(self)

    def shape_in_sql(self):
        """For `prepared`: what of this person decides the SQL."""
        from sopman.people.standing import shape_of  # noqa: PLC0415 -- it reads these models

        return shape_of(self)

    def stand_in(self, read):
        from sopman.people.standing import StandIn  # noqa: PLC0415 -- it reads these models

        return StandIn(read, self)

    def position_names(self):
        """“客服专员、班组长”: the positions held today, as printed beside a signature."""
        from sopman.organization.queries import today  # noqa: PLC0415 -- rows of another app

        held = (
            self.appointments.on(today()).select_related("position").order_by("-is_primary", "pk")
        )
        return "、".join(one.position.name for one in held)

    def forget_standing(self):
        self.__dict__.pop("standing", None)

    def refresh_from_db(self, *args, **kwargs):
        self.forget_standing()
        super().refresh_from_db(*args, **kwargs)

    def has_perm(self, perm, obj=None):
        """Django's own permissions aren't used: rules.py decides."""
        return False

    def has_module_perms(self, app_label):
        return False


class Department(models.Model):
    """A node of the department tree."""

    parent = models.ForeignKey(
        "self",
        verbose_name=_("belongs to"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    code = models.CharField(_("code"), max_length=32, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    head = models.ForeignKey(
        User,
        verbose_name=_("department head"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="headed_departments",
    )
    site = models.ForeignKey(
        Site, verbose_name=_("site"), on_delete=models.PROTECT, null=True, blank=True
    )
    is_active = models.BooleanField(_("in use"), default=True)

    history = AuditedHistory()
    name = localized("name")
    audit_chain = "organization"

    class Meta:
        verbose_name = _("department")
        ordering = ["code"]

    def __str__(self):
        return self.name


class Position(models.Model):
    """What SOPs speak to: a seat in a department that one or more people hold."""

    department = models.ForeignKey(
        Department,
        verbose_name=_("department"),
        on_delete=models.PROTECT,
        related_name="positions",
    )
    code = models.CharField(_("code"), max_length=32, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    history = AuditedHistory()
    name = localized("name")
    audit_chain = "organization"

    class Meta:
        verbose_name = _("position")
        ordering = ["code"]

    def __str__(self):
        return self.name


class Appointment(Dated):
    """Somebody holds a position from a day to a day."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    position = models.ForeignKey(
        Position,
        verbose_name=_("position"),
        on_delete=models.PROTECT,
        related_name="appointments",
    )
    is_primary = models.BooleanField(_("main position"), default=True)

    history = AuditedHistory()

    class Meta:
        verbose_name = _("appointment")
        ordering = ["-from_on", "pk"]
        constraints = [_ends_after_it_begins("people_appointment_dates")]

    def __str__(self):
        return f"{self.user} – {self.position}"


class Deputy(Dated):
    """Somebody acts for somebody absent, from a day to a day. One hop, never a chain."""

    principal = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(
        User, verbose_name=_("deputy"), on_delete=models.PROTECT, related_name="deputy_for"
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    history = AuditedHistory()

    class Meta:
        verbose_name = _("deputy")
        ordering = ["-from_on", "pk"]
        constraints = [
            _ends_after_it_begins("people_deputy_dates"),
            models.CheckConstraint(
                condition=~Q(principal=F("deputy")), name="people_deputy_is_another"
            ),
        ]

    def __str__(self):
        return f"{self.principal} → {self.deputy}"


class RoleGrant(Dated):
    """A platform role, granted from a day to a day."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(_("role"), max_length=32, choices=Role.choices)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    history = AuditedHistory()

    class Meta:
        verbose_name = _("platform role")
        ordering = ["-from_on", "pk"]
        constraints = [_ends_after_it_begins("people_role_grant_dates")]

    def __str__(self):
        return f"{self.user} – {self.get_role_display()}"
