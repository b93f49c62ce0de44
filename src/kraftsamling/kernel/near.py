"""What somebody may have meant who wrote a name that is not there."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

MOST = 5


def near(text: str, named: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """At most `MOST` of the codes in `named` whose code or names are close to `text`, closest first.

    Those that hold the very text come first, however long they are; then those that are spelt alike.
    """
    wanted = text.strip().casefold()
    if not wanted:
        return ()
    spelt = {
        spelling.casefold(): code for code, names in named.items() for spelling in (code, *names)
    }
    holding = sorted((s for s in spelt if wanted in s), key=lambda s: (not s.startswith(wanted), s))
    alike = get_close_matches(wanted, spelt, MOST)
    return tuple(dict.fromkeys(spelt[spelling] for spelling in (*holding, *alike)))[:MOST]
