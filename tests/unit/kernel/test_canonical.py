"""One content, one text: RFC 8785, with a reference implementation as the second witness."""

from __future__ import annotations

import math
from typing import Any

import pytest
import rfc8785
from hypothesis import given, strategies as st

from kraftsamling.kernel.canonical import canonical_json, content_hash, normalised
from kraftsamling.kernel.errors import NotCanonical

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_it_agrees_with_the_reference_implementation(value: Any) -> None:
    assert canonical_json(value) == rfc8785.dumps(value).decode()


def test_it_gives_the_example_of_the_rfc() -> None:
    """RFC 8785, sections 3.2.2 (input) and 3.2.3 (output)."""
    value = {
        "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": '\u20ac$\u000f\nA\'B"\\\\"/',
        "literals": [None, True, False],
    }

    assert canonical_json(value) == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_it_sorts_names_by_utf16_code_units() -> None:
    """RFC 8785, section 3.2.3: the emoji (a surrogate pair) comes before U+FB33."""
    value = dict.fromkeys(["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"], 0)

    assert list(normalised(value)) != sorted(value)
    assert canonical_json(value) == (
        '{"\\r":0,"1":0,"\u0080":0,"ö":0,"€":0,"\U0001f600":0,"\ufb33":0}'
    )


def test_it_hashes_composed_and_decomposed_letters_alike() -> None:
    assert content_hash({"å": "Ga\u0308vle\r\n"}) == content_hash({"a\u030a": "Gävle\n"})


@pytest.mark.parametrize("value", [math.nan, math.inf, 2**53, "\ud800", object(), {1: 2}])
def test_it_refuses_what_has_no_canonical_form(value: Any) -> None:
    with pytest.raises(NotCanonical):
        content_hash(value)


def test_it_refuses_two_names_that_become_one() -> None:
    with pytest.raises(NotCanonical, match="differ only in how their letters are encoded"):
        normalised({"å": 1, "a\u030a": 2})
