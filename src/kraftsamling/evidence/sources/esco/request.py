"""What a request to ESCO may say."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kraftsamling.kernel.content import Content

Kind = Literal["occupation", "skill"]


class Esco(Content):
    """A version of ESCO in one language: its concepts, or how they belong together."""

    version: str = Field(pattern=r"^v\d+(\.\d+)+$")
    language: str = Field(pattern=r"^[a-z]{2}$")
    kinds: tuple[Kind, ...] = Field(min_length=1)
    gives: Literal["concepts", "relations"] = "concepts"
