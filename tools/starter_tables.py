"""Make the starter tables of official figures in content/common/evidence.

    python tools/starter_tables.py <folder with the collected files> [<folder to write to>]

Each table is cut out of a file that the producer, or somebody who kept a copy, has published: the places
and codes that our indicators use, every value as it was written. Nothing is worked out, rounded or
filled in, but for two sums: installations by county, and countries of the world table by
place. Rows are sorted, so that the same files always give the same bytes.
"""

from __future__ import annotations

import gzip
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.starters import accounts, europe, installations, labour, sweden, world  # noqa: E402
from tools.starters.installations import Records  # noqa: E402
from tools.starters.reading import Starter  # noqa: E402
from tools.starters.world import Lines  # noqa: E402

EVIDENCE = ROOT / "content" / "common" / "evidence"


def tables(collected: Path) -> Iterator[Starter | Records | Lines]:
    """Every starter table, from the folder of collected files."""
    for module in (accounts, europe, labour, sweden):
        yield from module.tables(collected)
    yield from installations.tables(collected)
    yield from world.tables(collected)


def main() -> None:
    """Write every table, and say how large they are together."""
    collected = Path(sys.argv[1])
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else EVIDENCE
    folder.mkdir(parents=True, exist_ok=True)
    size = 0
    for starter in tables(collected):
        body = starter.text().encode()
        if starter.name.endswith(".gz"):
            body = gzip.compress(body, mtime=0)
        (folder / starter.name).write_bytes(body)
        size += len(body)
        print(f"{starter.name}: {len(starter.rows)} rows")
    print(f"{size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
