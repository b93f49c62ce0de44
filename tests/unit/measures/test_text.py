"""Words compared: stems, likeness, changes."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from kraftsamling.measures.text import rarity, shared_words, similarity, stem, stems, word_changes


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        # https://snowballstem.org/algorithms/swedish/stemmer.html, sample vocabulary
        ("jakt", "jakt"),
        ("jaktbössa", "jaktböss"),
        ("jakten", "jakt"),
        ("klostergården", "klostergård"),
        ("kloster", "klost"),
    ],
)
def test_it_stems_as_the_published_vocabulary(word: str, expected: str) -> None:
    assert stem(word, "swedish") == expected


def test_it_finds_the_same_stem_in_every_form() -> None:
    for forms in (
        "mötesplats mötesplatsen mötesplatserna",
        "verkstad verkstaden verkstadens",
        "golv golvet golvets",
        "industri industrin industrins industrier",
        "arbete arbetet arbetena",
    ):
        assert len({stem(word, "swedish") for word in forms.split()}) == 1
    assert stems("företagens åtgärder") & stems("företagen, en åtgärd")
    assert stems("companies exporting") & stems("the company exports")


def test_it_reads_both_halves_of_a_hyphenated_word() -> None:
    assert stems("yh-utbildning") & stems("utbildningar")


def test_it_leaves_out_empty_words_and_marks() -> None:
    assert stems("och, att – the (of) !") == frozenset()


words = st.sets(st.sampled_from("abcdefgh"), max_size=6)
weights = st.dictionaries(st.sampled_from("abcdefgh"), st.floats(0.1, 9), max_size=8)


@given(words, words, weights)
def test_it_likens_both_ways_alike(a: set[str], b: set[str], weight: dict[str, float]) -> None:
    likeness = similarity(a, b, weight)

    assert likeness == similarity(b, a, weight)
    assert 0 <= likeness <= 1 + 1e-9
    assert (likeness > 0) == bool(a & b)
    if a:
        assert similarity(a, a, weight) == pytest.approx(1)


def test_it_weighs_rare_words_more() -> None:
    assert rarity(1, 100) > rarity(50, 100) > 0


texts = st.text(st.sampled_from("åb c.,\n-_1"), max_size=30)


@given(texts, texts)
def test_it_gives_both_texts_back(old: str, new: str) -> None:
    changes = word_changes(old, new)

    assert "".join(c.text for c in changes if c.kind in {"same", "gone"}) == old
    assert "".join(c.text for c in changes if c.kind in {"same", "new"}) == new


def test_it_shows_the_words_that_changed() -> None:
    changes = word_changes(
        "Region Dalarna betalar tre kronor.", "Region Dalarna betalar fyra kronor."
    )

    assert [(c.kind, c.text) for c in changes if c.kind != "same"] == [
        ("gone", "tre"),
        ("new", "fyra"),
    ]


@given(st.text(alphabet="abcdeåäö- ", max_size=40))
def test_it_shares_every_word_of_a_text_with_itself(text: str) -> None:
    shared = shared_words(text, text)

    assert len(shared) == len({word.lower() for word in shared})
    assert bool(shared) is bool(stems(text))


def test_it_names_shared_words_as_the_first_text_writes_them() -> None:
    title = "Mötesplats för Företagen i en verkstad, en mötesplats"

    assert shared_words(title, "mötesplatser, verkstaden och företag") == (
        "Mötesplats",
        "Företagen",
        "verkstad",
    )
