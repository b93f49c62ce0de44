"""A migration operation that lets the database itself refuse to rewrite history."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class AppendOnly(Operation):
    """Triggers on `table` that refuse every delete, and every update except where `unless` holds.

    `unless` is SQL over `OLD` and `NEW` that both SQLite and PostgreSQL understand. A person who goes
    around the application meets `message`.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, message: str, unless: str = "") -> None:
        self.table, self.message, self.unless = table, message, unless

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Triggers are no part of the models' state."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for statement in self._create(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for statement in self._drop(schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    def describe(self) -> str:
        return f"Make {self.table} append-only"

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        arguments = {"table": self.table, "message": self.message, "unless": self.unless}
        return (self.__class__.__name__, [], arguments)

    def _create(self, vendor: str) -> list[str]:
        unless = f"WHEN (NOT ({self.unless}))" if self.unless else ""
        if vendor == "sqlite":
            return [
                f"CREATE TRIGGER {self.table}_no_{verb.lower()} BEFORE {verb} ON {self.table} {when} "
                f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
                for verb, when in (("UPDATE", unless), ("DELETE", ""))
            ]
        function = f"{self.table}_refuse"
        return [
            (
                f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ "
                f"BEGIN RAISE EXCEPTION '{self.message}'; END $$"
            ),
            (
                f"CREATE TRIGGER {self.table}_no_update BEFORE UPDATE ON {self.table} "
                f"FOR EACH ROW {unless} EXECUTE FUNCTION {function}()"
            ),
            (
                f"CREATE TRIGGER {self.table}_no_delete BEFORE DELETE ON {self.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {function}()"
            ),
            (
                f"CREATE TRIGGER {self.table}_no_truncate BEFORE TRUNCATE ON {self.table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
            ),
        ]

    def _drop(self, vendor: str) -> list[str]:
        on = f" ON {self.table}" if vendor == "postgresql" else ""
        names = ["update", "delete"] + (["truncate"] if vendor == "postgresql" else [])
        drops = [f"DROP TRIGGER {self.table}_no_{name}{on}" for name in names]
        return drops + ([f"DROP FUNCTION {self.table}_refuse()"] if vendor == "postgresql" else [])
