"""Merging: what one changed is kept, what both changed is asked about, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given, strategies as st

from kraftsamling.plan.content import Content
from kraftsamling.plan.merging import MISSING, Conflict, Path, merge

few = st.sampled_from(["", "a", "b", "c"])
codes = st.lists(st.sampled_from(["x", "y", "z"]), unique=True).map(sorted)
row = st.fixed_dictionaries({"text": few, "amount": st.none() | st.integers(0, 2)})
answer = st.fixed_dictionaries({"verdict": few, "reason": few})


def rows(ids: list[str]) -> st.SearchStrategy[list[Content]]:
    one = st.tuples(st.sampled_from(ids), row).map(lambda pair: {"id": pair[0], **pair[1]})
    return st.lists(one, unique_by=lambda r: r["id"], max_size=4)


def contents(ids: list[str]) -> st.SearchStrategy[Content]:
    return st.fixed_dictionaries(
        {
            "title": few,
            "starts": st.none() | st.just("2027-01-01") | st.just("2028-01-01"),
            "partners": codes,
            "placements": st.dictionaries(st.sampled_from(["region", "step"]), codes.filter(bool)),
            "milestones": rows(ids),
            "assessment": st.dictionaries(st.sampled_from(["water", "air"]), answer),
        }
    )


before = contents(["1", "2", "3"])
other = contents(["1", "2", "3", "4"])
own = contents(["1", "2", "3", "new-0", "new-1"])


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every single value with its path; an item of a list of text is there or not."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for item in value:
            yield (*path, item["id"], "id"), True
            yield from leaves({k: v for k, v in item.items() if k != "id"}, (*path, item["id"]))
    elif isinstance(value, list):
        yield from (((*path, item), True) for item in value)
    else:
        yield path, value


@given(before, own)
def test_it_is_mine_where_nobody_else_wrote(base: Content, mine: Content) -> None:
    assert merge(base, base, mine).content == mine
    assert not merge(base, base, mine).conflicts


@given(before, other)
def test_it_is_theirs_where_i_wrote_nothing(base: Content, theirs: Content) -> None:
    assert merge(base, theirs, base).content == theirs
    assert not merge(base, theirs, base).conflicts


@given(before, other, st.sampled_from(["title", "starts", "partners", "placements"]))
def test_it_has_no_conflict_where_we_wrote_in_different_fields(
    base: Content, changed: Content, field: str
) -> None:
    theirs = changed | {field: base[field]}
    mine = base | {field: changed[field]}

    merged = merge(base, theirs, mine)

    assert not merged.conflicts
    assert merged.content == changed


@given(before, other, own)
def test_it_agrees_with_a_slow_witness_value_by_value(
    base: Content, theirs: Content, mine: Content
) -> None:
    """The plain way: take every value on its own. A conflict, and only that, may differ from it."""
    merged = merge(base, theirs, mine)
    old, one, two = (dict(leaves(part)) for part in (base, theirs, _seen(base, theirs, mine)))
    result = dict(leaves(merged.content))
    asked = [conflict.path for conflict in merged.conflicts]
    assert all(c.mine != c.theirs and c.base not in (c.mine, c.theirs) for c in merged.conflicts)
    for path in old.keys() | one.keys() | two.keys():
        b, t, m = (part.get(path, MISSING) for part in (old, one, two))
        if any(path[: len(conflict)] == conflict for conflict in asked):
            continue
        assert m in (t, b) or t == b, f"both changed {path}, and nobody asked"
        assert result.get(path, MISSING) == (t if m == b else m)


def _seen(base: Content, theirs: Content, mine: Content) -> Content:
    """`mine` with new rows that are word for word theirs under the same name, as a merge sees them."""
    from kraftsamling.plan.merging import _recognised

    return _recognised(base, theirs, mine)


@given(before, other, own, st.data())
def test_it_takes_every_choice_and_leaves_no_conflict(
    base: Content, theirs: Content, mine: Content, data: st.DataObject
) -> None:
    merged = merge(base, theirs, mine)
    choices = {c.path: data.draw(st.sampled_from([c.mine, c.theirs])) for c in merged.conflicts}

    settled = merge(base, theirs, mine, choices)

    assert not settled.conflicts
    result = dict(leaves(settled.content))
    for path, value in choices.items():
        if value is not MISSING and not isinstance(value, dict):
            assert result[path] == value


def test_it_asks_where_both_wrote_the_same_field() -> None:
    merged = merge({"title": "Bas"}, {"title": "Deras"}, {"title": "Min"})

    assert merged.conflicts == (Conflict(("title",), "Bas", "Deras", "Min"),)
    assert merged.content == {"title": "Min"}


def test_it_asks_where_one_removed_the_row_the_other_changed() -> None:
    base = {"risks": [{"id": "7", "text": "Is"}]}
    merged = merge(base, {"risks": []}, {"risks": [{"id": "7", "text": "Mycket is"}]})

    assert [conflict.path for conflict in merged.conflicts] == [("risks", "7")]
    gone = merge(
        base,
        {"risks": []},
        {"risks": [{"id": "7", "text": "Mycket is"}]},
        {("risks", "7"): MISSING},
    )
    assert gone.content == {"risks": []}


def test_it_adds_a_row_once_when_the_form_is_sent_twice() -> None:
    saved = {"risks": [{"id": "7", "text": "Is"}]}
    again = {"risks": [{"id": "new-0", "text": "Is"}]}

    assert merge({"risks": []}, saved, again).content == saved


def test_it_says_when_a_link_has_lost_what_it_led_to() -> None:
    def link(key: str, text: str, leads_to: str | None) -> Content:
        return {"id": key, "text": text, "leads_to": leads_to}

    base = {"chain": [link("1", "Möten", None), link("2", "Avtal", None)]}
    theirs = {"chain": [link("1", "Möten", None)]}
    mine = {"chain": [link("1", "Möten", "2"), link("2", "Avtal", None)]}

    merged = merge(base, theirs, mine)

    assert merged.untied == (("chain", "1"),)
    assert merged.content == {"chain": [link("1", "Möten", None)]}


def test_it_keeps_rows_in_the_order_they_had() -> None:
    def order(*keys: str) -> Content:
        return {"chain": [{"id": key, "text": key} for key in keys]}

    assert merge(order("1", "2"), order("1", "5", "2"), order("1", "2", "new-0")).content == order(
        "1", "5", "2", "new-0"
    )


def test_it_leaves_what_it_was_given_untouched() -> None:
    base = {"partners": ["a"], "chain": [{"id": "1", "text": "x", "leads_to": "9"}]}
    mine = {"partners": ["a", "b"], "chain": [{"id": "1", "text": "x", "leads_to": "9"}]}
    copy = {"partners": ["a", "b"], "chain": [{"id": "1", "text": "x", "leads_to": "9"}]}
    merge(base, {"partners": [], "chain": base["chain"]}, mine)
    assert mine == copy
