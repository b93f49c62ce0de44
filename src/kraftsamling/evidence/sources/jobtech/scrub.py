"""Ads without personal data: the fields that are about the job, and its text scrubbed.

Never taken: persons to contact, how to apply, the employer's telephone and mail, pictures, addresses of
streets, and the text with formatting. An employer who is a person (whose number is a personal number) is
left out too. What is known by its form is taken out of headline and text as `evidence/scrubbing.py` says;
a name that nothing gives away stays there, so the texts are for counting words in, never for showing.
"""

from __future__ import annotations

from typing import Any

from kraftsamling.evidence.scrubbing import scrubbed

Ad = dict[str, Any]


def bare(ad: Ad) -> Ad:
    """What we keep of an ad, in our own form. Raises `KeyError` or `TypeError` for another form."""
    employer, address = ad.get("employer") or {}, ad.get("workplace_address") or {}
    person = _is_person(str(employer.get("organization_number") or ""))
    return {
        "id": str(ad["id"]),
        "published": str(ad["publication_date"])[:10],
        "deadline": str(ad.get("application_deadline") or "")[:10],
        "headline": scrubbed(ad["headline"] or ""),
        "text": scrubbed((ad.get("description") or {}).get("text") or ""),
        "positions": ad.get("number_of_vacancies"),
        "occupation": _concept(ad.get("occupation")),
        "occupation_group": _concept(ad.get("occupation_group")),
        "occupation_field": _concept(ad.get("occupation_field")),
        "employer": "" if person else str(employer.get("name") or ""),
        "place": str(address.get("municipality_code") or ""),
        "hours": _concept(ad.get("working_hours_type")),
        "duration": _concept(ad.get("duration")),
        "skills": _skills(ad),
    }


def _is_person(number: str) -> bool:
    """Whether an organisation's number is a person's: a company's third digit is 2 or more."""
    digits = "".join(letter for letter in number if letter.isdigit())[-10:]
    return len(digits) == 10 and digits[2] in "01"


def _concept(said: Any) -> str:
    """The concept of a field, which older ads have as a list of one."""
    if isinstance(said, list):
        said = said[0] if said else None
    return str((said or {}).get("concept_id") or "")


def _skills(ad: Ad) -> str:
    """The concepts of the skills asked for, those that must be had first, one on each line."""
    asked = [*((ad.get("must_have") or {}).get("skills") or ())]
    asked += (ad.get("nice_to_have") or {}).get("skills") or ()
    return "\n".join(dict.fromkeys(filter(None, map(_concept, asked))))
