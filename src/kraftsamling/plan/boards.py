"""The boards there are, over all plans."""

from __future__ import annotations

from kraftsamling.plan.models import Plan
from kraftsamling.strategy.schema import Board


def known_boards() -> list[Board]:
    """Every board of every plan once, in the plans' own order."""
    boards = {
        board.code: board for plan in Plan.objects.all() for board in plan.library.land.boards
    }
    return list(boards.values())
