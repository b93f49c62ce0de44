"""The audit trail can be added to, never changed."""

from django.db import migrations

from kraftsamling.accounts.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = (("accounts", "0001_initial"),)

    operations = (
        AppendOnly("accounts_event", "the audit trail is append-only: add a new event instead"),
    )
