"""Text in the languages of the product."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Words(BaseModel):
    """One text in Swedish and in English, both always there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sv: Line
    en: Line

    def in_language(self, language: str) -> str:
        """The text in `language` (a code such as "en-gb"); any language but Swedish gets English."""
        return self.sv if language.split("-")[0] == "sv" else self.en
