"""Producers are asked at their pace, and each way of failing is told for what it is."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path

import httpx
import pytest

from kraftsamling.evidence.sources.faults import NotThere, Passing, TooLarge, Unreachable
from kraftsamling.evidence.sources.http import Http
from kraftsamling.evidence.sources.pacing import Clock, Patience
from kraftsamling.evidence.sources.parts import Ask
from kraftsamling.evidence.sources.schema import Limits
from kraftsamling.kernel.errors import SourceFault, UnusableData
from tests.recorded import Fault, Kind, Recorded, Reply, conditional

URL = "https://littleland.example/table"
PATH = "/littleland.example/table"
BODY = json.dumps({"value": list(range(200))}).encode()


@dataclass
class Still:
    """Time that stands still until somebody sleeps."""

    time: float = 0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.time += seconds

    @property
    def clock(self) -> Clock:
        return Clock(now=lambda: self.time, sleep=self.sleep, date=lambda: 1_000_000 + self.time)


def door(
    producer: Recorded,
    still: Still | None = None,
    *,
    patience: Patience | None = None,
    parts: Path | None = None,
) -> Http:
    return Http(
        Limits(calls=1000),
        name="littleland, table",
        mirror=producer.url,
        clock=(still or Still()).clock,
        patience=patience,
        parts=parts,
    )


def test_it_asks_the_mirror_and_tells_the_address_of_the_producer() -> None:
    with Recorded({PATH: BODY}) as producer, door(producer) as http:
        answer = http.get(URL, {"valueCodes[Tid]": "*"})
    assert answer.body == BODY
    assert answer.url == f"{URL}?valueCodes%5BTid%5D=*"
    assert producer.asked[0].query == {"valueCodes[Tid]": "*"}
    assert "kraftsamling" in producer.asked[0].headers["user-agent"]


def test_it_posts_json() -> None:
    routes = {f"POST {PATH}": lambda asked: Reply(asked.body)}
    with Recorded(routes) as producer, door(producer) as http:
        assert http.post(URL, {"query": ["å"]}).json == {"query": ["å"]}


def test_it_asks_whether_there_is_anything_new() -> None:
    with Recorded({PATH: conditional(BODY, '"7"')}) as producer, door(producer) as http:
        first = http.get(URL)
        again = http.get(URL, etag=first.etag)
    assert (first.etag, first.unchanged) == ('"7"', False)
    assert (again.body, again.unchanged) == (b"", True)


def test_it_keeps_the_pace_of_each_host() -> None:
    still = Still()
    pace = Limits(calls=3, seconds=1)
    routes = {PATH: BODY, "/other.example/": BODY}
    with (
        Recorded(routes) as producer,
        Http(pace, mirror=producer.url, clock=still.clock) as http,
    ):
        for _ in range(7):
            http.get(URL)
        assert still.slept == [1, 1]
        http.get("https://other.example/")
        assert still.slept == [1, 1]


def test_it_keeps_the_pace_over_all_threads() -> None:
    turns, still = list[float](), Still()
    clock, lock = still.clock, threading.Lock()

    def ask() -> None:
        for _ in range(10):
            turn = clock.pace("littleland.example").turn(0, Limits(calls=4, seconds=2))
            with lock:
                turns.append(turn)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(turns) == [2 * (n // 4) for n in range(40)]


@pytest.mark.parametrize(
    ("asked", "waited"),
    [("3", 3), (formatdate(1_000_000 + 17, usegmt=True), 17), ("soon", 2), ("", 2)],
)
def test_it_waits_as_long_as_the_producer_asks(asked: str, waited: float) -> None:
    still = Still()
    faults = [Fault("429", retry_after=asked)]
    with Recorded({PATH: BODY}, faults) as producer, door(producer, still) as http:
        assert http.get(URL).body == BODY
    assert still.slept == [waited]


def test_it_leaves_alone_who_asks_for_long_rest() -> None:
    still = Still()
    faults = [Fault("429", retry_after="7200")]
    with (
        Recorded({PATH: BODY}, faults) as producer,
        door(producer, still) as http,
        pytest.raises(SourceFault, match=r"littleland, table.*429.*left alone for 7200 seconds"),
    ):
        http.get(URL)
    assert still.slept == []
    assert len(producer.asked) == 1


@pytest.mark.parametrize("kind", ["429", "500", "503", "cut", "truncated", "empty"])
def test_it_asks_again_after_what_may_pass(kind: Kind) -> None:
    still = Still()
    with Recorded({PATH: BODY}, [Fault(kind)] * 2) as producer, door(producer, still) as http:
        assert http.get(URL).body == BODY
    assert still.slept == [2, 4]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("429", "429 Too Many Requests"),
        ("503", "503 Service Unavailable"),
        ("cut", "cut before all had come"),
        ("truncated", "JSON is broken or cut short"),
        ("html", "a web page came instead of data, and says: Planned maintenance"),
        ("empty", "the answer is empty"),
    ],
)
def test_it_says_what_went_wrong_when_it_gives_up(kind: Kind, said: str) -> None:
    with (
        Recorded({PATH: BODY}, [Fault(kind)] * 5) as producer,
        door(producer) as http,
        pytest.raises(SourceFault) as caught,
    ):
        http.get(URL)
    told = str(caught.value)
    assert said in told
    assert told.startswith("littleland, table: ")
    assert URL in told
    assert "Run kraftsamling fetch again later" in told
    # Whether there is a copy to go on with is not known at the door.
    assert "copy" not in told
    assert told.endswith(f"It was tried {2 if kind == 'html' else 5} times.")


def test_it_asks_once_more_where_a_page_came_instead_of_data() -> None:
    still = Still()
    with Recorded({PATH: BODY}, [Fault("html")]) as producer, door(producer, still) as http:
        assert http.get(URL).body == BODY
    assert still.slept == [2]


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault("413"), TooLarge),
        (Fault("403", body=b'{"title": "Too many cells selected"}'), TooLarge),
        (Fault("404"), NotThere),
        (Fault("403", body=b"no"), SourceFault),
    ],
)
def test_it_tells_refusals_apart_and_asks_once(fault: Fault, kind: type[SourceFault]) -> None:
    with (
        Recorded({PATH: BODY}, [fault]) as producer,
        door(producer) as http,
        pytest.raises(SourceFault, match=r"source\.yaml") as caught,
    ):
        http.get(URL)
    assert type(caught.value) is kind
    assert len(producer.asked) == 1


def test_it_knows_text_in_another_encoding() -> None:
    with (
        Recorded({PATH: BODY}, [Fault("latin1")]) as producer,
        door(producer) as http,
        pytest.raises(SourceFault, match="not UTF-8: byte 13"),
    ):
        http.get(URL)


def test_it_knows_json_that_is_nested_without_end() -> None:
    with (
        Recorded({PATH: b"[" * 200_000}) as producer,
        door(producer) as http,
        pytest.raises(SourceFault, match=r"littleland, table: .* nested too deep"),
    ):
        http.get(URL)
    assert len(producer.asked) == 1


def test_it_cuts_a_slow_drip() -> None:
    patience = Patience(tries=1, deadline=0.1)
    with (
        Recorded({PATH: BODY}, [Fault("drip")]) as producer,
        Http(mirror=producer.url, patience=patience, clock=Clock()) as http,
        pytest.raises(SourceFault, match=r"only \d+ bytes had come after 0 seconds"),
    ):
        http.get(URL)


def test_it_waits_no_longer_than_its_patience_for_an_answer() -> None:
    patience = Patience(tries=1, silence=0.1)
    with (
        Recorded({PATH: BODY}, [Fault("hang", pause=3)]) as producer,
        Http(mirror=producer.url, patience=patience, clock=Clock()) as http,
        pytest.raises(SourceFault, match="nothing came for"),
    ):
        http.get(URL)


def test_it_takes_no_answer_larger_than_it_can_hold() -> None:
    with (
        Recorded({PATH: BODY}) as producer,
        door(producer, patience=Patience(size=500)) as http,
        pytest.raises(TooLarge, match="larger than 500 bytes"),
    ):
        http.get(URL)


def test_it_does_not_insist_where_nobody_is() -> None:
    with Recorded({}) as producer:
        pass
    still = Still()
    with door(producer, still) as http, pytest.raises(SourceFault, match="Check the network"):
        http.get(URL)
    assert still.slept == []


def test_doors_that_share_what_is_down_ask_nobody_there_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, down = list[str](), dict[str, str]()

    def nobody(_client: httpx.Client, request: httpx.Request, **_more: bool) -> httpx.Response:
        asked.append(request.url.host)
        raise httpx.ConnectError("no such name")

    monkeypatch.setattr(httpx.Client, "send", nobody)
    said = []
    for host in ("a.example", "a.example", "b.example"):
        http = Http(name="littleland, table", clock=Still().clock, down=down)
        with pytest.raises(Unreachable) as caught, http:
            http.get(f"https://{host}/table")
        said.append(str(caught.value))
    assert asked == ["a.example", "b.example"]
    assert said[0] == said[1]
    assert said[1].startswith("littleland, table: the producer cannot be reached: no such name (")


@pytest.mark.parametrize("release", ["the same", "a newer"])
def test_it_goes_on_where_a_run_was_cut(tmp_path: Path, release: str) -> None:
    parts = tmp_path / "parts"
    first, second = Ask(URL, {"part": "1"}, version="x"), Ask(URL, {"part": "2"}, version="x")
    with Recorded({f"{PATH}?part=1": BODY, f"{PATH}?part=2": b"[2]"}) as producer:
        producer.faults += [Fault("503", path=f"{PATH}/cut")] * 5
        with pytest.raises(SourceFault), door(producer, parts=parts) as http:
            [http.part(ask) for ask in (first, Ask(f"{URL}/cut"))]
        if release == "a newer":
            first = Ask(URL, {"part": "1"}, version="y")
        with door(producer, parts=parts) as http:
            answers = [http.part(first), http.part(second)]
    assert [answer.body for answer in answers] == [BODY, b"[2]"]
    assert answers[0].url == f"{URL}?part=1"
    assert [asked.query["part"] for asked in producer.asked if asked.query] == (
        ["1", "2"] if release == "the same" else ["1", "1", "2"]
    )
    assert not parts.exists()


@pytest.mark.parametrize(
    ("fault", "kept"),
    [
        (Passing("503"), True),
        (Unreachable("nobody"), True),
        (KeyboardInterrupt(), True),
        (SourceFault("no page of values"), False),
        (UnusableData("another unit"), False),
        (RecursionError(), False),
    ],
)
def test_it_keeps_no_part_that_may_have_been_wrong(
    tmp_path: Path, fault: BaseException, *, kept: bool
) -> None:
    parts = tmp_path / "parts"

    def broken_off() -> None:
        with Recorded({PATH: b"null"}) as producer, door(producer, parts=parts) as http:
            http.part(Ask(URL))
            raise fault

    with pytest.raises(type(fault)):
        broken_off()
    assert parts.exists() is kept


def test_it_counts_one_pace_for_every_door() -> None:
    still = Still()
    clock, pace = still.clock, Limits(calls=1, seconds=5)
    with Recorded({PATH: BODY}) as producer:
        for _ in range(2):
            with Http(pace, mirror=producer.url, clock=clock) as http:
                http.get(URL)
    assert still.slept == [5]
