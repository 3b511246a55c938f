"""Five charter templates, put in once: with and without demonstration data, and by an upgrade.

What an organization makes of them later stays; going back leaves them too.
"""

from django.db import migrations

from projects.migrations import _starting_points


def put_in(apps, schema_editor):
    template = apps.get_model("projects", "CharterTemplate")
    using = template.objects.using(schema_editor.connection.alias)
    for facts, content in _starting_points.rows():
        using.get_or_create(code=facts["code"], defaults=facts | {"content": content})


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_revisions_tasks_templates")]

    operations = [migrations.RunPython(put_in, migrations.RunPython.noop)]
