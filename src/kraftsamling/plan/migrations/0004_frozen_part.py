"""The pieces of a frozen version that pages read, as immutable as the whole."""

import django.db.models.deletion
from django.db import migrations, models

from kraftsamling.accounts.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = (("plan", "0003_action_last_signal"),)

    operations = (
        migrations.CreateModel(
            name="FrozenPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("content", models.TextField(verbose_name="content")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="plan.version",
                    ),
                ),
            ],
            options={
                "verbose_name": "part of a version",
                "verbose_name_plural": "parts of a version",
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(fields=("version", "number"), name="frozen_part_once")
                ],
            },
        ),
        AppendOnly("plan_frozenpart", "a frozen version never changes: freeze a new one"),
    )
