"""What a request to JobTech may say."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kraftsamling.kernel.content import Content


class Taxonomy(Content):
    """Dumps of the taxonomy by name, and what is made of them: its concepts, or their relations."""

    gives: Literal["concepts", "relations"]
    dumps: tuple[str, ...] = Field(min_length=1)


class Ads(Content):
    """Ads in these municipalities (concepts of the taxonomy).

    With `months` those that were published in so many finished months, from the archive; without, those
    that can be applied for now.
    """

    gives: Literal["ads"]
    address: str
    municipalities: tuple[str, ...] = Field(min_length=1)
    months: int = 0
