"""What a request for boundaries may say."""

from __future__ import annotations

from pydantic import Field

from kraftsamling.kernel.content import Content


class Layer(Content):
    """One layer of shapes: the name of its file, and of its columns for code and name."""

    file: str
    code: str
    name: str


class Boundaries(Content):
    """The address of the packed file, and its layers by level."""

    file: str
    layers: dict[str, Layer] = Field(min_length=1)
