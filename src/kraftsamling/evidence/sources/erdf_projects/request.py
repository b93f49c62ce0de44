"""What a request to the project bank may say."""

from __future__ import annotations

from typing import Any

from kraftsamling.kernel.content import Content


class ProjectBank(Content):
    """Where the bank gives its rows, and the question that it is sent."""

    address: str
    question: dict[str, Any]
