"""Reading a frozen version: only what was frozen, never what the plan says today."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef, QuerySet

from kraftsamling.plan.comparing import Comparison, compare
from kraftsamling.plan.content import Content
from kraftsamling.plan.freezing import FRAME, Draft
from kraftsamling.plan.models import FrozenPart, Version


@dataclass(frozen=True, eq=False)
class Frame:
    """All of a frozen core but its actions, with the names its actions point at."""

    content: Content

    @cached_property
    def boards(self) -> dict[str, Content]:
        return self._by("boards")

    @cached_property
    def actors(self) -> dict[str, Content]:
        return self._by("actors", "slug")

    @cached_property
    def calls(self) -> dict[str, Content]:
        return self._by("calls")

    @cached_property
    def indicators(self) -> dict[str, Content]:
        return self._by("indicators")

    @cached_property
    def framings(self) -> dict[str, Content]:
        return self._by("framings")

    @cached_property
    def places(self) -> dict[tuple[str, str], Content]:
        return {
            (framing["code"], item["code"]): item
            for framing in self.content["framings"]
            for item in framing["items"]
        }

    @cached_property
    def questions(self) -> dict[str, Content]:
        """The questions of the green and circular assessment."""
        return {o["code"]: o for o in self.content["assessment"]["objectives"]}

    @cached_property
    def levels(self) -> dict[str, Content]:
        """The answers about circularity."""
        return {
            level["code"]: level for level in self.content["assessment"]["circularity"]["levels"]
        }

    @property
    def currency(self) -> str:
        return str(self.content["plan"]["currency"])

    def _by(self, name: str, identity: str = "code") -> dict[str, Content]:
        return {entry[identity]: entry for entry in self.content[name]}


def frame_of(version: Version) -> Frame:
    """The frame of `version`: one small query."""
    return Frame(json.loads(version.parts.get(number=FRAME).content))


def actions_of(version: Version) -> QuerySet[FrozenPart]:
    """The frozen actions, by number."""
    return version.parts.exclude(number=FRAME)


def contents(parts: Iterable[FrozenPart]) -> list[Content]:
    """What the parts say."""
    return [json.loads(part.content) for part in parts]


def annexes_of(version: Version) -> dict[str, Content]:
    """Every board's frozen annex, in the boards' order."""
    return {annex.board: json.loads(annex.content) for annex in version.annexes.all()}


@dataclass(frozen=True, eq=False)
class Differences:
    """What differs between two versions: in the shared core, and in each annex."""

    core: Comparison
    annexes: dict[str, Comparison]

    def __bool__(self) -> bool:
        return bool(self.core) or any(self.annexes.values())


def differences(old: Version, new: Version) -> Differences:
    """What differs from `old` to `new`. The database finds the actions that differ; only they are read."""
    before = _core(old, _differing(old, new))
    after = _core(new, _differing(new, old))
    return Differences(compare(before, after), _annexes(annexes_of(old), annexes_of(new)))


def differences_to_draft(old: Version, draft: Draft) -> Differences:
    """What would differ from `old` if `draft` were frozen."""
    frozen = dict(old.parts.values_list("number", "content"))
    differ = {n for n in frozen.keys() | draft.parts.keys() if frozen.get(n) != draft.parts.get(n)}
    before = [json.loads(frozen[n]) for n in sorted(differ - {FRAME}) if n in frozen]
    after = [json.loads(draft.parts[n]) for n in sorted(differ - {FRAME}) if n in draft.parts]
    return Differences(
        compare(
            json.loads(frozen[FRAME]) | {"actions": before},
            json.loads(draft.parts[FRAME]) | {"actions": after},
        ),
        _annexes(annexes_of(old), draft.annexes),
    )


def _core(version: Version, parts: QuerySet[FrozenPart]) -> Content:
    return {**frame_of(version).content, "actions": contents(parts)}


def _differing(version: Version, other: Version) -> QuerySet[FrozenPart]:
    """The actions of `version` that `other` has not, or has with another text."""
    same = other.parts.filter(number=OuterRef("number"), content=OuterRef("content"))
    return actions_of(version).exclude(Exists(same))


def _annexes(old: dict[str, Content], new: dict[str, Content]) -> dict[str, Comparison]:
    boards = [*old, *(board for board in new if board not in old)]
    return {board: compare(old.get(board, {}), new.get(board, {})) for board in boards}
