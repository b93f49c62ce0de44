"""What a request to CORDIS may say."""

from __future__ import annotations

from kraftsamling.kernel.content import Content


class Cordis(Content):
    """The address of one framework programme's packed file."""

    file: str
