"""A form as a browser would send it back: every field of a page's form with what stands in it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

Fields = dict[str, list[str]]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Fields] = []
        self.select: str = ""
        self.area: str = ""
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        name = has.get("name") or ""
        if tag == "form":
            self.forms.append({})
        elif tag == "input" and name and self.forms:
            ticked = has.get("type") in ("checkbox", "radio")
            if not ticked or "checked" in has:
                self.put(name, has.get("value", "on" if ticked else "") or "")
        elif tag == "textarea":
            self.area, self.text = name, []
        elif tag == "select":
            self.select, self.text = name, []
        elif tag == "option" and self.select and "selected" in has:
            self.put(self.select, has.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.put(self.area, "".join(self.text).removeprefix("\n"))
            self.area = ""
        if tag == "select":
            if self.forms and self.select not in self.forms[-1]:
                self.put(self.select, "")
            self.select = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.text.append(data)

    def put(self, name: str, value: str) -> None:
        self.forms[-1].setdefault(name, []).append(value)


def filled(response: Any, **changes: Any) -> Fields:
    """The largest form of a page, with `changes`; `None` takes a field away. Buttons are not pressed."""
    parser = _Forms()
    parser.feed(response.content.decode())
    form = max(parser.forms, key=len)
    for name, value in changes.items():
        key = name.replace("__", "-")
        if value is None:
            form.pop(key, None)
        else:
            form[key] = value if isinstance(value, list) else [value]
    return form
