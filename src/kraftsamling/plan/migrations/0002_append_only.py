"""What is frozen stays frozen, and an attested decision stays as it was attested."""

from django.db import migrations

from kraftsamling.accounts.append_only import AppendOnly

KEPT = (
    "id", "version_id", "board", "decided_on", "diary_number", "paragraph", "outcome", "statement",
    "minutes_url", "core_hash", "annex_hash", "recorded_by_id", "recorded_at",
)  # fmt: skip
ATTESTING = " AND ".join(
    (
        "OLD.attested_at IS NULL",
        "NEW.attested_at IS NOT NULL",
        *(f"NEW.{column} = OLD.{column}" for column in KEPT),
        "coalesce(NEW.supersedes_id, 0) = coalesce(OLD.supersedes_id, 0)",
    )
)


class Migration(migrations.Migration):
    dependencies = (("plan", "0001_initial"), ("accounts", "0002_append_only"))

    operations = (
        AppendOnly("plan_version", "a frozen version never changes: freeze a new one"),
        AppendOnly("plan_frozenannex", "a frozen annex never changes: freeze a new version"),
        AppendOnly("plan_frozenpart", "a frozen version never changes: freeze a new one"),
        AppendOnly("plan_versionaction", "a frozen version never changes: freeze a new one"),
        AppendOnly(
            "plan_decision",
            "a decision never changes: record a new one that supersedes it",
            unless=ATTESTING,
        ),
        AppendOnly("plan_progressreport", "what was reported stays: add a new report"),
    )
