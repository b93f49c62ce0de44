"""What the owner last said of an action is kept on the action, so that no list looks it up."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("plan", "0002_append_only"),)

    operations = (
        migrations.AddField(
            model_name="action",
            name="last_signal",
            field=models.CharField(blank=True, max_length=10),
        ),
    )
