"""What `request` says of a part of ESCO, and the files it is kept in, which are ESCO's own."""

from __future__ import annotations

from typing import Literal

from kraftsamling.kernel.content import Content

RELATIONS = "occupationSkillRelations.csv"


class Esco(Content):
    """One part of one version, which never changes; `page` is how many concepts come at a time."""

    part: Literal["occupations", "skills", "relations"]
    version: str
    languages: tuple[Literal["sv", "en"], ...] = ("sv", "en")
    page: int = 20

    @property
    def kind(self) -> str:
        """The resource that is asked for. The relations are told by the occupations."""
        return "skill" if self.part == "skills" else "occupation"

    @property
    def scheme(self) -> str:
        return f"http://data.europa.eu/esco/concept-scheme/{self.kind}s"


def named(part: str, language: str) -> str:
    """The file of concepts in a language, as ESCO calls it in its download."""
    return f"{part}_{language}.csv"
