"""The slow plain way to say whether a version is in force: from the raw rows, by the letter of the rule."""

from __future__ import annotations

from typing import Any

from django.db import connection


def in_force(version_id: int) -> bool:
    """Every board frozen in the version has one attested decision that no attested one has superseded,
    and it adopts the version's core hash and that board's own annex hash."""
    [(core_hash,)] = rows("SELECT core_hash FROM plan_version WHERE id = %s", version_id)
    boards = rows("SELECT board, hash FROM plan_frozenannex WHERE version_id = %s", version_id)
    return bool(boards) and all(
        adopted(version_id, board, core_hash, annex_hash) for board, annex_hash in boards
    )


def adopted(version_id: int, board: str, core_hash: str, annex_hash: str) -> bool:
    decisions = {
        row[0]: row[1:]
        for row in rows(
            "SELECT id, supersedes_id, attested_by_id, recorded_by_id, outcome, core_hash, annex_hash "
            "FROM plan_decision WHERE version_id = %s AND board = %s",
            version_id,
            board,
        )
    }
    attested = {key for key, row in decisions.items() if row[1] is not None}
    overruled = {older for key in attested for older in ancestors(decisions, key)}
    counting = attested - overruled
    assert len(counting) <= 1, "two decisions of one board count at once"
    return any(
        decisions[key][1] != decisions[key][2]
        and decisions[key][3] in ("adopted", "with_reservation")
        and decisions[key][4:] == (core_hash, annex_hash)
        for key in counting
    )


def ancestors(decisions: dict[int, tuple[Any, ...]], key: int) -> list[int]:
    """Every decision that `key` supersedes, directly or through others."""
    older = decisions[key][0]
    return [older, *ancestors(decisions, older)] if older is not None else []


def rows(statement: str, *values: int | str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
