"""Pictures on the server: the browser's own drawing script, run in an interpreter without a browser."""

from __future__ import annotations

import atexit
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from threading import Lock
from typing import Any

import resvg_py
from py_mini_racer import MiniRacer

from kraftsamling.kernel.errors import KraftsamlingError
from kraftsamling.web.charts.colours import PAPER

BUILT = Path(__file__).resolve().parents[1] / "assets" / "built-server"
FONTS = ("Inter_400Regular.ttf", "Inter_600SemiBold.ttf")
KEPT = 128
# A picture takes some hundredths of a second; one that never ends must not hold the others up.
SECONDS = 30
# What answers to the pointer in a page that holds the picture; here nothing does.
HOVER = re.compile(r' class="zr[^"]*"|<style.*?</style>', re.DOTALL)
# ECharts counts the pictures it has drawn; without the number the same chart is the same text always.
COUNTED = re.compile(r"\bzr\d+-")
STYLE = re.compile(r'(<[^>]*?) style="([^"]*)"')


class NotBuilt(KraftsamlingError):
    """The scripts and fonts for pictures have not been built."""


class _Interpreter:
    """One JavaScript interpreter per process, started when first needed; one picture at a time."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.racer: MiniRacer | None = None

    def draw(self, option: str, width: int, height: int) -> str:
        with self.lock:
            racer = self.racer or self._start()
            return str(racer.call("drawSvg", option, width, height, timeout_sec=SECONDS))

    def _start(self) -> MiniRacer:
        script = _built("charts-server.js").read_text(encoding="utf-8")
        racer = MiniRacer()
        # An interpreter that is left open keeps the process from ending.
        atexit.register(self.close)
        racer.eval(script)
        self.racer = racer
        return racer

    def close(self) -> None:
        with self.lock:
            if self.racer is not None:
                self.racer.close()
                self.racer = None
                atexit.unregister(self.close)


_interpreter = _Interpreter()


@dataclass(frozen=True)
class Sheet:
    """What a picture is drawn on, in pixels; nothing is drawn in the margin."""

    width: int
    height: int
    margin: int = 0


def svg(option: dict[str, Any], title: str, description: str, sheet: Sheet) -> str:
    """The picture as SVG with role, title and description; drawn once for the same option and sheet."""
    text = json.dumps(option, ensure_ascii=False, allow_nan=False)
    return _named(_drawn(text, sheet), title, description)


@lru_cache(maxsize=KEPT)
def png(picture: str, width: int, scale: float) -> bytes:
    """An SVG as PNG, `scale` times as large, with the fonts that come along and no others."""
    fonts = [str(_built(f"fonts/{name}")) for name in FONTS]
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=picture,
            width=round(width * scale),
            font_files=fonts,
            font_family="Inter",
            sans_serif_family="Inter",
            skip_system_fonts=True,
        )
    )


@lru_cache(maxsize=KEPT)
def _drawn(option: str, sheet: Sheet) -> str:
    twice = 2 * sheet.margin
    drawn = _interpreter.draw(option, sheet.width - twice, sheet.height - twice)
    body = STYLE.sub(_as_attributes, COUNTED.sub("", HOVER.sub("", drawn.partition(">")[2])))
    corner = -sheet.margin
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{sheet.width}" height="{sheet.height}" '
        f'viewBox="{corner} {corner} {sheet.width} {sheet.height}">'
        f'<rect x="{corner}" y="{corner}" width="100%" height="100%" fill="{PAPER}"/>{body}'
    )


def _as_attributes(found: re.Match[str]) -> str:
    """Styles as attributes, which no policy refuses when the picture is opened by itself."""
    pairs = (pair.partition(":") for pair in found[2].split(";") if ":" in pair)
    return found[1] + "".join(f' {name.strip()}="{value.strip()}"' for name, _, value in pairs)


def _named(picture: str, title: str, description: str) -> str:
    """What the picture is and what it shows, for those who do not see it."""
    head, rest = picture.split(">", 1)
    return (
        f'{head} role="img" aria-labelledby="chart-title chart-desc">'
        f'<title id="chart-title">{escape(title)}</title>'
        f'<desc id="chart-desc">{escape(description)}</desc>{rest}'
    )


def _built(name: str) -> Path:
    path = BUILT / name
    if not path.is_file():
        raise NotBuilt(f"{path} is missing: charts cannot be drawn. Run `make assets` first.")
    return path
