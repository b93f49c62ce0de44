"""The counties of Sweden as producers write them: by SCB's two digits, or by name without "län"."""

from __future__ import annotations

NUMBERS = {
    "01": "SE110", "03": "SE121", "04": "SE122", "05": "SE123", "06": "SE211", "07": "SE212",
    "08": "SE213", "09": "SE214", "10": "SE221", "12": "SE224", "13": "SE231", "14": "SE232",
    "17": "SE311", "18": "SE124", "19": "SE125", "20": "SE312", "21": "SE313", "22": "SE321",
    "23": "SE322", "24": "SE331", "25": "SE332",
}  # fmt: skip

NAMES = {
    "Stockholm": "SE110", "Uppsala": "SE121", "Södermanland": "SE122", "Östergötland": "SE123",
    "Jönköping": "SE211", "Kronoberg": "SE212", "Kalmar": "SE213", "Gotland": "SE214",
    "Blekinge": "SE221", "Skåne": "SE224", "Halland": "SE231", "Västra Götaland": "SE232",
    "Värmland": "SE311", "Örebro": "SE124", "Västmanland": "SE125", "Dalarna": "SE312",
    "Gävleborg": "SE313", "Västernorrland": "SE321", "Jämtland": "SE322", "Västerbotten": "SE331",
    "Norrbotten": "SE332",
}  # fmt: skip
