"""What `request` says of a part of ESCO, and the files it is kept in, which are ESCO's own."""

from __future__ import annotations

from typing import Literal

from kraftsamling.kernel.content import Content

Kind = Literal["occupation", "skill"]

SKILLS_OF = "occupationSkillRelations.csv"
# What is broader than what: among occupations with ISCO's groups, and among skills with their groups.
BROADER: dict[Kind, str] = {
    "occupation": "broaderRelationsOccPillar.csv",
    "skill": "broaderRelationsSkillPillar.csv",
}


class Esco(Content):
    """One part of one version, which never changes; `page` is how many concepts come at a time."""

    part: Literal["occupations", "skills", "relations"]
    version: str
    languages: tuple[Literal["sv", "en"], ...] = ("sv", "en")
    page: int = 20

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The resources that are asked for. Relations are told by both."""
        if self.part == "occupations":
            return ("occupation",)
        return ("skill",) if self.part == "skills" else ("occupation", "skill")


def named(part: str, language: str) -> str:
    """The file of concepts in a language, as ESCO calls it in its download."""
    return f"{part}_{language}.csv"
