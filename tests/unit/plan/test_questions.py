"""A question about actions: one address for one question, and no address that breaks it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode

from hypothesis import given, strategies as st

from kraftsamling.plan.questions import (
    SORTS,
    VIEWS,
    ActionQuestion,
    Known,
    Unread,
    from_query,
    parameter_of,
)

KNOWN = Known(
    states=("proposed", "draft", "done"),
    standings=("people", "earlier"),
    sectors=("business", "public"),
    actors=("college", "mill", "region"),
    # A plan may call its framing what a field of the form is called.
    framings={"challenge": ("C1", "C2"), "state": ("good", "bad"), "region": ("LL11",)},
)
PLACES = tuple((framing, code) for framing, codes in KNOWN.framings.items() for code in codes)


def some(values: tuple[object, ...]) -> st.SearchStrategy[tuple[object, ...]]:
    """Any of the values, each once, in their order."""
    return st.sets(st.sampled_from(values)).map(lambda s: tuple(v for v in values if v in s))


QUESTIONS = st.builds(
    ActionQuestion,
    text=st.text(max_size=80).map(lambda text: " ".join(text.replace("\0", " ").split())),
    states=some(tuple(KNOWN.states)),
    standings=some(tuple(KNOWN.standings)),
    places=some(PLACES),
    responsible=some(tuple(KNOWN.actors)),
    funders=some(tuple(KNOWN.actors)),
    sectors=some(tuple(KNOWN.sectors)),
    late=st.booleans(),
    silent=st.booleans(),
    sort=st.sampled_from(("", *SORTS)),
    view=st.sampled_from(VIEWS),
    page=st.integers(1, 1_000_000),
)
JUNK = st.dictionaries(
    st.sampled_from(["q", "state", "in-state", "page", "sort", "view", "late", "region", "x"]),
    st.lists(st.text(max_size=20), max_size=3),
)


@given(QUESTIONS)
def test_it_is_the_same_question_after_a_journey_through_an_address(
    question: ActionQuestion,
) -> None:
    address = urlencode(question.to_query(), errors="surrogatepass")
    query = parse_qs(address, errors="surrogatepass")
    reading = from_query(query, KNOWN)

    assert reading.question == question
    assert reading.unread == ()


@given(JUNK)
def test_it_reads_whatever_is_written_in_an_address(query: dict[str, list[str]]) -> None:
    question = from_query(query, KNOWN).question
    again = from_query(parse_qs(urlencode(question.to_query())), KNOWN)

    assert again.question == question
    assert again.unread == ()


def test_it_has_no_query_when_nothing_is_asked() -> None:
    assert ActionQuestion().to_query() == []
    assert not ActionQuestion(sort="title", view="timeline", page=3).narrows


def test_it_leaves_out_what_it_does_not_know_and_says_so() -> None:
    reading = from_query({"state": ["draft", "sleeping"], "page": ["abc"], "utm": ["x"]}, KNOWN)

    assert reading.question == ActionQuestion(states=("draft",))
    assert reading.unread == (Unread("state", "sleeping"), Unread("page", "abc"))


def test_it_cuts_an_absurdly_long_text() -> None:
    reading = from_query({"q": ["ord " * 5000]}, KNOWN)

    assert len(reading.question.text) <= 200
    assert [one.parameter for one in reading.unread] == ["q"]


def test_it_keeps_a_framing_apart_from_a_field_of_the_same_name() -> None:
    assert parameter_of("state") == "in-state"
    reading = from_query({"state": ["draft"], "in-state": ["good"]}, KNOWN)
    assert reading.question == ActionQuestion(states=("draft",), places=(("state", "good"),))


def test_it_takes_one_thing_away() -> None:
    question = ActionQuestion(text="stål", places=PLACES[:2], late=True, page=4)

    assert question.without("text").text == ""
    assert question.without("places", PLACES[0]).places == (PLACES[1],)
    assert question.without("late") == ActionQuestion(text="stål", places=PLACES[:2])


def test_it_orders_by_what_suits_unless_told() -> None:
    assert ActionQuestion().order == "number"
    assert ActionQuestion(text="stål").order == "fit"
    assert ActionQuestion(view="timeline").order == "starts"
    assert ActionQuestion(text="stål", sort="title").order == "title"
