"""Texts without what leads to a person: addresses of mail, telephone numbers, and names given to turn to.

What is found is put in square brackets, so that a reader sees that something stood there. Mail and
telephone numbers are known by their form. Names are not: they are taken away where the text itself says
that a person follows (contact, reference, questions to, recruiting manager, union), and where they stand
before an address or number that was taken away. A name anywhere else stays, so a scrubbed text is still
to be treated with care: it is not made for showing.
"""

from __future__ import annotations

import re

MAIL = re.compile(r"\b[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
# Swedish numbers: 0 or +46 and 7 to 11 more digits, however they are spaced; and other countries' with +.
PHONE = re.compile(r"(?<![\w.,-])(?:\+\d{1,3}|00\d{2}|0)(?:[ \u00a0()/–-]{0,3}\d){6,11}(?![\w])")
NUMBER = re.compile(r"(?<!\d)(?:19|20)?\d{6}[-+]\d{4}(?!\d)")
_WORD = r"[A-ZÅÄÖÉÜ][a-zåäöéèüø]+(?:-[A-ZÅÄÖÉÜ][a-zåäöéèüø]+)?"
NAME = rf"{_WORD}(?: (?:von |af |de )?{_WORD}){{1,2}}"
SAID = re.compile(
    r"(?P<said>(?i:kontakta(?:r du)?|kontaktperson(?:er)?|kontakt|referens(?:person)?|frågor(?: till)?|"
    r"upplysningar|rekryterande chef|chef|rekryterare|hr(?:-chef)?|facklig(?:a)?(?: företrädare| kontakt\w*)?|"
    r"ring|välkommen att höra av dig till|hör av dig till|contact(?: person)?|recruiter|manager|"
    r"projektledare|handläggare)[ ,:–-]{1,3}(?:är |vår \w+ |till )?)"
    rf"(?P<name>{NAME})"
)
BEFORE = re.compile(
    rf"(?P<name>{NAME})(?P<rest>[ ,:;(–-]{{1,4}}(?i:tel\w*[.:]?|mobil\w*[.:]?|e-?post:?|mail:?)?[ ]?\[(?:e-post|telefon)\])"
)


def scrubbed(text: str) -> str:
    """`text` with [e-post], [telefon], [personnummer] and [namn] in place of such things."""
    text = MAIL.sub("[e-post]", text)
    text = NUMBER.sub("[personnummer]", text)
    text = PHONE.sub("[telefon]", text)
    text = SAID.sub(r"\g<said>[namn]", text)
    return BEFORE.sub(r"[namn]\g<rest>", text)
