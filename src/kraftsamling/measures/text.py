"""Words compared: stems for search, what two titles share, what changed between two texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from math import log, sqrt
from typing import Any

import snowballstemmer

WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
# At least four letters stay, so that short words keep what is no ending in them.
DEFINITE = re.compile(r"(?<=\w{4})(?:(?<!h)et|(?<=i)n)$")
PIECE = re.compile(r"\s+|[^\W_]+|[^\w\s]|_")
SENTENCE = re.compile(r"[^.!?\n]*[.!?\n]+\s*|[^.!?\n]+$")
# Word by word takes time with the square of the length: at this many pieces, some hundredths of a second.
LONGEST_RUN = 1200

# Words so common in one of the languages that finding them says nothing.
EMPTY_WORDS = frozenset(
    (
        *("och", "att", "det", "som", "en", "ett", "på", "är", "av", "för", "med", "till", "den"),
        *("de", "i", "om", "har", "inte", "kan", "ska", "så", "vid", "från", "men", "eller"),
        *("the", "and", "of", "to", "in", "for", "a", "an", "on", "with", "by", "is", "are", "be"),
        *("that", "this", "as", "at", "from", "or", "not"),
    )
)


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The Snowball stem of one lower-case word, taken until it no longer changes.

    `language` is "swedish" or "english". For Swedish two endings of the definite form that Snowball
    leaves are cut as well (golv-et, industri-n), and once is not enough, as the basic form of a word in
    -s or -ad loses what its other forms keep ("mötesplats" gives "mötesplat", "mötesplatsen" gives
    "mötesplats").
    Source: https://snowballstem.org/algorithms/swedish/stemmer.html
    """
    shorter = str(_stemmer(language).stemWord(word))
    if language == "swedish":
        shorter = DEFINITE.sub("", shorter)
    return word if shorter == word else stem(shorter, language)


def stems(text: str, languages: Iterable[str] = ("swedish", "english")) -> frozenset[str]:
    """Every distinct stem in `text`, in each language; empty words and punctuation left out.

    A text may mix languages, so a word is stemmed in all of them; compounds written with a hyphen
    also give their parts.
    """
    words = {word for match in WORD.findall(text.lower()) for word in (match, *match.split("-"))}
    return frozenset(
        stem(word, language)
        for word in words
        if word and word not in EMPTY_WORDS
        for language in languages
    )


def rarity(documents_with_term: int, documents: int) -> float:
    """Inverse document frequency, smoothed: ``ln((1 + N) / (1 + n)) + 1``. Never negative."""
    return log((1 + documents) / (1 + documents_with_term)) + 1


def similarity(one: Iterable[str], other: Iterable[str], weight: Mapping[str, float]) -> float:
    """Cosine of two sets of terms, each term weighing `weight` (missing: 1). 0 to 1; 0 if empty."""
    a, b = frozenset(one), frozenset(other)
    shared = sum(weight.get(term, 1.0) ** 2 for term in a & b)
    size_a = sqrt(sum(weight.get(term, 1.0) ** 2 for term in a))
    size_b = sqrt(sum(weight.get(term, 1.0) ** 2 for term in b))
    return shared / (size_a * size_b) if shared else 0.0


def shared_words(
    one: str, other: str, languages: Iterable[str] = ("swedish", "english")
) -> tuple[str, ...]:
    """The words of `one`, as they are written there, that `other` has in some form.

    In the order of `one`, each once whatever its case; empty words left out. Two words are forms of
    each other when they share a stem in any of `languages`.
    """
    languages = tuple(languages)
    there = stems(other, languages)
    shared: dict[str, str] = {}
    for word in WORD.findall(one):
        if stems(word, languages) & there:
            shared.setdefault(word.lower(), word)
    return tuple(shared.values())


@dataclass(frozen=True)
class Change:
    """A run of words that is in both texts ("same"), only the old ("gone") or only the new ("new")."""

    kind: str
    text: str


def word_changes(old: str, new: str) -> list[Change]:
    """Word by word from `old` to `new`.

    Joining the texts of "same" and "gone" gives `old`; of "same" and "new" gives `new`. Words, spaces
    and punctuation marks are the pieces compared (Ratcliff & Obershelp, as in `difflib`).
    """
    a, b = PIECE.findall(old), PIECE.findall(new)
    changes: list[Change] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            changes.append(Change("same", "".join(a[i1:i2])))
            continue
        if i1 < i2:
            changes.append(Change("gone", "".join(a[i1:i2])))
        if j1 < j2:
            changes.append(Change("new", "".join(b[j1:j2])))
    return changes


def text_changes(old: str, new: str) -> list[Change]:
    """As `word_changes`, for texts of any length.

    Sentences are matched first and only what differs is compared word by word; a run of more than
    `LONGEST_RUN` pieces on both sides together is given as gone and new, whole.
    """
    a, b = SENTENCE.findall(old), SENTENCE.findall(new)
    changes: list[Change] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        gone, came = "".join(a[i1:i2]), "".join(b[j1:j2])
        if tag == "equal":
            changes.append(Change("same", gone))
        elif len(PIECE.findall(gone)) + len(PIECE.findall(came)) <= LONGEST_RUN:
            changes += word_changes(gone, came)
        else:
            changes += [
                Change(kind, text) for kind, text in (("gone", gone), ("new", came)) if text
            ]
    return changes


@lru_cache(maxsize=2)
def _stemmer(language: str) -> Any:
    return snowballstemmer.stemmer(language)
