"""What a version is made of: the core all boards share, and the annex of each board.

Everything needed to read the plan is in it, so that a version can be read when the content files,
the actors and the actions have long since moved on.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from pydantic import BaseModel

from kraftsamling.accounts.models import Actor
from kraftsamling.kernel.canonical import normalised
from kraftsamling.kernel.words import Words
from kraftsamling.plan.content import Content, action_contents
from kraftsamling.plan.models import Plan
from kraftsamling.plan.states import PLANNED
from kraftsamling.strategy.library import REGION
from kraftsamling.strategy.schema import Board

CORE_FORMAT = "kraftsamling-core-1"
ANNEX_FORMAT = "kraftsamling-annex-1"


def core_content(plan: Plan) -> Content:
    """The shared core as it would be frozen now: JSON values, lists in a fixed order, text in NFC.

    Decimals are text, so that any JSON library writes the very same bytes.
    """
    library = plan.library
    actions = _actions(plan)
    return {
        "actions": actions,
        **normalised(
            {
                "format": CORE_FORMAT,
                "plan": _identity(plan),
                "regions": plain(library.land.regions),
                "boards": plain(library.land.boards),
                "strategy": plain(library.strategy),
                "framings": list(_framings(plan, actions)),
                "assessment": plain(library.assessment),
                "indicators": _indicators(plan, actions),
                "actors": _actors(plan, actions),
                "calls": _calls(plan, actions),
            }
        ),
    }


def annex_content(plan: Plan, board: Board, core: Content) -> Content:
    """The annex of `board` to `core` as it would be frozen now.

    Its region and text, the numbers of the core's actions there, and what the board's own actor pays
    for in the whole core, by year.
    """
    written = plan.annexes.filter(board=board.code).first()
    region = plan.library.regions[board.region]
    paid: Counter[int] = Counter()
    for action in core["actions"]:
        for line in action["money"]:
            if board.actor and line["funder"] == board.actor:
                paid[line["year"]] += line["amount"]
    content: Content = normalised(
        {
            "format": ANNEX_FORMAT,
            "plan": plan.slug,
            "board": board.code,
            "name": board.name.sv,
            "name_en": board.name.en,
            "region": region.code,
            "region_name": region.name.sv,
            "region_name_en": region.name.en,
            "text": written.text if written else "",
            "text_en": written.text_en if written else "",
            "actions": [
                action["number"]
                for action in core["actions"]
                if region.code in action["placements"].get(REGION, ())
            ],
            "actor": board.actor,
            "money": [{"year": year, "amount": amount} for year, amount in sorted(paid.items())],
        }
    )
    return content


def plain(thing: Any) -> Any:
    """Content objects as JSON values: bilingual text as `name` and `name_en`, decimals as text."""
    match thing:
        case BaseModel():
            fields: Content = {}
            for name in type(thing).model_fields:
                value = getattr(thing, name)
                if isinstance(value, Words):
                    fields |= {name: value.sv, f"{name}_en": value.en}
                else:
                    fields[name] = plain(value)
            return fields
        case tuple() | list():
            return [plain(item) for item in thing]
        case float():
            return f"{Decimal(repr(thing)).normalize():f}"
    return thing


def _identity(plan: Plan) -> Content:
    fields: Content = plain(plan.library.land)
    own = ("title", "title_en", "short", "short_en", "language", "currency", "country", "area")
    return {"slug": plan.slug, "practice": plan.practice} | {name: fields[name] for name in own}


def _actions(plan: Plan) -> list[Content]:
    contents = action_contents(plan.actions.filter(state__in=PLANNED)).values()
    for content in contents:
        # Databases sort text by different rules; the frozen order is by code point, always.
        content["partners"].sort()
        for codes in content["placements"].values():
            codes.sort()
    return sorted(map(_normalised, contents), key=lambda content: int(content["number"]))


def _normalised(content: Content) -> Content:
    """The same, by way of one look at its whole text: nearly every action is in NFC already."""
    text = json.dumps(content, ensure_ascii=False)
    if "\\r" not in text and unicodedata.is_normalized("NFC", text):
        return content
    return cast("Content", normalised(content))


def _framings(plan: Plan, actions: list[Content]) -> Iterable[Content]:
    """The framings the actions are placed in, each with the places used."""
    used = {(f, code) for a in actions for f, codes in a["placements"].items() for code in codes}
    for code, framing in plan.library.framings.items():
        items = [
            {"code": item.code, "name": item.name.sv, "name_en": item.name.en}
            for item in framing.items
            if (code, item.code) in used
        ]
        if items:
            named = {"code": code, "name": framing.name.sv, "name_en": framing.name.en}
            yield named | {"items": items}


def _indicators(plan: Plan, actions: list[Content]) -> list[Content]:
    used = {link["indicator"] for action in actions for link in action["chain"]}
    return [plain(known) for code, known in plan.library.fund_indicators.items() if code in used]


def _actors(plan: Plan, actions: list[Content]) -> list[Content]:
    used = {board.actor for board in plan.library.land.boards}
    for action in actions:
        used |= {action["responsible"], *action["partners"]}
        used |= {line["funder"] for line in action["money"]}
    fields = ("slug", "name", "name_en", "sector", "region")
    rows = Actor.objects.order_by().values(*fields)
    return sorted((row for row in rows if row["slug"] in used), key=lambda row: row["slug"])


def _calls(plan: Plan, actions: list[Content]) -> list[Content]:
    used = {line["call"] for action in actions for line in action["money"]}
    fields = ("code", "title", "title_en", "share_percent")
    rows = [
        {"funder": row.pop("funder__slug"), **row}
        for row in plan.calls.order_by().values(*fields, "funder__slug")
    ]
    return sorted((row for row in rows if row["code"] in used), key=lambda row: str(row["code"]))
