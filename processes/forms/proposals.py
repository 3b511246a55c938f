"""What is asked when a proposed finding is dismissed."""

from django.utils.translation import gettext_lazy

from sopman.core.forms import Form, TextField


class DismissForm(Form):
    reason = TextField(label=gettext_lazy("Why it is no finding"), max_length=500, rows=3)
