"""The counties and programme areas of Sweden, for producers that write their names."""

from __future__ import annotations

from collections.abc import Iterable

# Without "län".
COUNTIES = {
    "Stockholm": "SE110", "Uppsala": "SE121", "Södermanland": "SE122", "Östergötland": "SE123",
    "Jönköping": "SE211", "Kronoberg": "SE212", "Kalmar": "SE213", "Gotland": "SE214",
    "Blekinge": "SE221", "Skåne": "SE224", "Halland": "SE231", "Västra Götaland": "SE232",
    "Värmland": "SE311", "Örebro": "SE124", "Västmanland": "SE125", "Dalarna": "SE312",
    "Gävleborg": "SE313", "Västernorrland": "SE321", "Jämtland": "SE322", "Västerbotten": "SE331",
    "Norrbotten": "SE332",
}  # fmt: skip
CODES = frozenset(COUNTIES.values())

# As the structural funds call them; case differs between years.
AREAS = {
    "stockholm": "SE11", "östra mellansverige": "SE12", "småland och öarna": "SE21",
    "småland med öarna": "SE21", "skåne-blekinge": "SE22", "västsverige": "SE23",
    "norra mellansverige": "SE31", "mellersta norrland": "SE32", "övre norrland": "SE33",
}  # fmt: skip


def around(county: str) -> Iterable[str]:
    """A county, its region and the country."""
    return county, county[:4], county[:2]
