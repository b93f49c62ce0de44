"""Comparing: nothing differs from itself, and the changes turn the old into the new."""

from __future__ import annotations

from typing import Any

from hypothesis import given, strategies as st

from kraftsamling.kernel.canonical import canonical_json
from kraftsamling.measures.text import text_changes, word_changes
from kraftsamling.plan.comparing import ABSENT, FieldChange, compare
from tests.witnesses.comparing import applied

names = st.sampled_from(["code", "number", "slug", "name", "text", "items", "goal"])
leaves = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "a", "b", "Åre"])
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=10,
)
entries = st.lists(
    st.fixed_dictionaries(
        {"code": st.sampled_from(["C1", "C2", "C3", "C4"])},
        optional={"name": leaves, "text": values},
    ),
    max_size=4,
    unique_by=lambda entry: str(entry["code"]),
)
actions = st.lists(
    st.fixed_dictionaries({"number": st.integers(1, 6)}, optional={"name": leaves, "text": values}),
    max_size=5,
    unique_by=lambda entry: str(entry["number"]),
)
contents = st.fixed_dictionaries(
    {
        "actions": actions,
        "strategy": st.fixed_dictionaries({"challenges": entries, "goal": leaves}),
    },
    optional={"boards": entries, "text": values, "items": values},
)
Content = dict[str, Any]


@given(contents)
def test_it_finds_nothing_between_a_content_and_itself(content: Content) -> None:
    assert not compare(content, content)


@given(contents, contents)
def test_it_turns_the_old_into_the_new(old: Content, new: Content) -> None:
    found = compare(old, new)

    assert canonical_json(applied(found, old)) == canonical_json(new)
    assert bool(found) is (canonical_json(old) != canonical_json(new))


@given(contents, contents)
def test_it_sees_the_same_from_both_sides(old: Content, new: Content) -> None:
    there, back = compare(old, new), compare(new, old)

    assert [(f.path, f.new, f.old) for f in there.facts] == [
        (f.path, f.old, f.new) for f in back.facts
    ]
    assert [(c.path, c.added) for c in there.lists] == [(c.path, c.removed) for c in back.lists]


def test_it_names_what_came_went_and_changed() -> None:
    old = {"actions": [{"number": 1, "title": "a"}, {"number": 2, "title": "b"}]}
    new = {"actions": [{"number": 2, "title": "c", "summary": "d"}, {"number": 3, "title": "e"}]}

    change = compare(old, new).of("actions")

    assert change is not None
    assert [entry["number"] for entry in change.added] == [3]
    assert [entry["number"] for entry in change.removed] == [1]
    assert change.changed[0].fields == (
        FieldChange("title", "b", "c"),
        FieldChange("summary", ABSENT, "d"),
    )
    assert not change.moved


def test_it_notices_that_only_the_order_has_changed() -> None:
    old = {"boards": [{"code": "a"}, {"code": "b"}]}
    new = {"boards": [{"code": "b"}, {"code": "a"}]}

    change = compare(old, new).of("boards")

    assert change is not None
    assert change.moved


texts = st.text(st.sampled_from("ab å.!\n-"), max_size=60)


@given(texts, texts)
def test_it_loses_no_letter_word_by_word(old: str, new: str) -> None:
    for changes in (word_changes(old, new), text_changes(old, new)):
        assert "".join(c.text for c in changes if c.kind != "new") == old
        assert "".join(c.text for c in changes if c.kind != "gone") == new


def test_it_gives_up_on_words_where_texts_are_very_long_and_all_different() -> None:
    old, new = " ".join(f"a{n}" for n in range(3000)), " ".join(f"b{n}" for n in range(3000))

    assert [change.kind for change in text_changes(old, new)] == ["gone", "new"]
