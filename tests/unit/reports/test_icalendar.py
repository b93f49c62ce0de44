"""iCalendar text: well formed as RFC 5545 asks, whatever the words."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given, strategies as st

from kraftsamling.reports.icalendar import Entry, calendar, escaped, folded

STAMP = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def unfolded(body: bytes) -> list[str]:
    return body.decode().replace("\r\n ", "").split("\r\n")[:-1]


def test_it_writes_a_day_and_its_stamp() -> None:
    entry = Entry(
        "a@b", date(2027, 12, 31), "Möte; nämnden, norr", "Rad ett\nRad två", "https://x.se/"
    )

    assert unfolded(calendar("Planen", [entry], stamp=STAMP)) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kraftsamling//Decision calendar//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Planen",
        "BEGIN:VEVENT",
        "UID:a@b",
        "DTSTAMP:20270102T030405Z",
        "DTSTART;VALUE=DATE:20271231",
        "DTEND;VALUE=DATE:20280101",
        "SUMMARY:Möte\\; nämnden\\, norr",
        "TRANSP:TRANSPARENT",
        "DESCRIPTION:Rad ett\\nRad två",
        "URL:https://x.se/",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


@given(words, words)
def test_it_keeps_every_line_short_and_every_word_whole(summary: str, description: str) -> None:
    entry = Entry("a@b", date(2027, 1, 1), summary, description)

    body = calendar("Planen", [entry], stamp=STAMP)

    assert body.endswith(b"\r\n")
    lines = body.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert all(b"\n" not in line and b"\r" not in line for line in lines)
    for line in lines:
        line.decode()
    assert f"SUMMARY:{escaped(summary)}" in unfolded(body)


@given(words)
def test_it_folds_without_losing_a_letter(text: str) -> None:
    line = escaped(text)

    assert folded(line).replace("\r\n ", "") == line
