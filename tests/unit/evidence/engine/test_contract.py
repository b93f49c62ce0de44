"""What every engine promises: the same question, to the byte the same answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from kraftsamling.evidence.engine.files import write_sorted
from kraftsamling.evidence.engine.opening import engine_at
from kraftsamling.evidence.engine.protocol import Engine, EngineError, UnknownTable
from tests.unit.evidence.engine.land import DAY, OBSERVED, fingerprint


@dataclass(frozen=True)
class Case:
    """A question and its whole answer: columns with type and values."""

    said: str
    text: str
    answer: dict[str, tuple[pa.DataType, list[Any]]]
    parameters: dict[str, object] = field(default_factory=dict)

    @property
    def table(self) -> pa.Table:
        return pa.table({name: pa.array(rows, kind) for name, (kind, rows) in self.answer.items()})


TEXT, WHOLE, REAL = pa.string(), pa.int64(), pa.float64()
INJECTION = "Norr' or 1 = 1; drop view observed; --"
CASES = [
    Case(
        "each type as it was written",
        "select * from observed where year = 2020 order by place, value",
        {
            "place": (TEXT, [None, "Norr", "Söder", "Ö'n"]),
            "year": (WHOLE, [2020] * 4),
            "value": (REAL, [7.0, 2.25, None, -0.5]),
            "seen": (pa.date32(), [DAY, DAY, None, DAY]),
            "preliminary": (pa.bool_(), [False, True, None, True]),
        },
    ),
    Case(
        "sums of a group, where nothing is not zero",
        """select place, sum(value) as total, count(*) as rows_there, count(value) as known,
                  cast(sum(year) as bigint) as years, avg(value) as mean
           from observed group by place order by place""",
        {
            "place": (TEXT, [None, "Norr", "Söder", "Tom", "Ö'n"]),
            "total": (REAL, [7.0, 3.75, 0.0, None, 9.5]),
            "rows_there": (WHOLE, [1, 2, 2, 1, 2]),
            "known": (WHOLE, [1, 2, 1, 0, 2]),
            "years": (WHOLE, [2020, 4039, 4039, None, 4039]),
            "mean": (REAL, [7.0, 1.875, 0.0, None, 4.75]),
        },
    ),
    Case(
        "sums of some of a group, and a share of nothing",
        """select year, sum(case when preliminary then 1.0e0 else 0.0e0 end) as preliminary_rows,
                  sum(value) / nullif(sum(case when value = 0 then 1 else 0 end), 0) as per_zero
           from observed where year is not null group by year order by year""",
        {
            "year": (WHOLE, [2019, 2020]),
            "preliminary_rows": (REAL, [1.0, 2.0]),
            "per_zero": (REAL, [11.5, None]),
        },
    ),
    Case(
        "a join, and what has no partner",
        """select p.code, p.county, p.inhabitants, o.value from places p
           left join observed o on o.place = p.code and o.year = 2019 order by p.code""",
        {
            "code": (TEXT, ["Norr", "Söder", "Väst", "Ö'n"]),
            "county": (TEXT, ["N", "S", "V", "S"]),
            "inhabitants": (WHOLE, [120, 3_000_000_000, 55, 7]),
            "value": (REAL, [1.5, 0.0, None, 10.0]),
        },
    ),
    Case(
        "a query with a name, of a union",
        """with named as (select code as place from places union select place from observed)
           select place, cast(length(place) as bigint) as letters from named order by place""",
        {
            "place": (TEXT, [None, "Norr", "Söder", "Tom", "Väst", "Ö'n"]),
            "letters": (WHOLE, [None, 4, 5, 3, 4, 3]),
        },
    ),
    Case(
        "the form in which indicators ask",
        """select 'over' as term, place, '' as part,
                  case when count(value) = 2 then sum(value) end as value,
                  count(*) as found, 2 as expected,
                  concat(max(case when place like '%r' then 'r' else '' end), max('!')) as status
           from observed where year in $years and place in $places group by place
           union all
           select 'under' as term, place, county as part, max(inhabitants) / 1.0e0 as value,
                  count(*) as found, 1 as expected, max('') as status
           from (select code as place, county, inhabitants from places) named
           where inhabitants = (select max(inhabitants) from places) group by place, county
           order by term, place, part""",
        {
            "term": (TEXT, ["over", "over", "over", "under"]),
            "place": (TEXT, ["Norr", "Söder", "Ö'n", "Söder"]),
            "part": (TEXT, ["", "", "", "S"]),
            "value": (REAL, [3.75, None, 9.5, 3e9]),
            "found": (WHOLE, [2, 2, 2, 1]),
            "expected": (pa.int32(), [2, 2, 2, 1]),
            "status": (TEXT, ["r!", "r!", "!", ""]),
        },
        {"years": [2019, 2020], "places": ["Norr", "Söder", "Ö'n"]},
    ),
    Case(
        "division as people divide",
        "select year / 4 as quarter, year % 4 as rest from observed where year = 2019 and place = 'Norr'",
        {"quarter": (REAL, [504.75]), "rest": (WHOLE, [3])},
    ),
    Case(
        "nulls first in rising order, last in falling",
        "select place, value from observed where place in ('Norr', 'Söder') order by value desc, place",
        {
            "place": (TEXT, ["Norr", "Norr", "Söder", "Söder"]),
            "value": (REAL, [2.25, 1.5, 0.0, None]),
        },
    ),
    Case(
        "ties told apart by the next column",
        """select preliminary, place, year from observed where preliminary is not null
           order by preliminary desc, place, year limit 4""",
        {
            "preliminary": (pa.bool_(), [True, True, True, False]),
            "place": (TEXT, ["Norr", "Ö'n", "Ö'n", None]),
            "year": (WHOLE, [2020, 2019, 2020, 2020]),
        },
    ),
    Case(
        "nothing at all, with its columns",
        "select place, year, value, seen, preliminary from observed where year = 1800",
        {name: (kind, []) for name, kind in zip(OBSERVED.names, OBSERVED.types, strict=True)},
    ),
    Case(
        "the sum of nothing is nothing",
        "select sum(value) as total, count(*) as rows_there from observed where year = 1800",
        {"total": (REAL, [None]), "rows_there": (WHOLE, [0])},
    ),
    Case(
        "a parameter of each kind",
        """select place from observed where place = $place and year >= $year and value > $value
           and seen = $seen and preliminary = $preliminary order by place""",
        {"place": (TEXT, ["Norr"])},
        {"place": "Norr", "year": 2020, "value": 0.5, "seen": DAY, "preliminary": True},
    ),
    Case(
        "a day before 1970",
        "select place from observed where seen < $day",
        {"place": (TEXT, ["Söder"])},
        {"day": date(1970, 1, 1)},
    ),
    Case(
        "a parameter with Swedish letters and a quote",
        "select count(*) as n from observed where place = $place",
        {"n": (WHOLE, [2])},
        {"place": "Ö'n"},
    ),
    Case(
        "a parameter as an answer, letter by letter",
        "select $text as said from places where code = 'Norr'",
        {"said": (TEXT, ["'; \" \\ $x :x ? å {} %s\n--"])},
        {"text": "'; \" \\ $x :x ? å {} %s\n--"},
    ),
    Case(
        "a parameter that would be SQL",
        "select count(*) as n from observed where place = $place",
        {"n": (WHOLE, [0])},
        {"place": INJECTION},
    ),
    Case(
        "a parameter that is nothing equals nothing",
        "select count(*) as n from observed where place = $place",
        {"n": (WHOLE, [0])},
        {"place": None},
    ),
    Case(
        "one parameter in two places, and a longer name",
        "select place from observed where (place = $p or $p is null) and year = $p_year order by place",
        {"place": (TEXT, ["Ö'n"])},
        {"p": "Ö'n", "p_year": 2020},
    ),
    Case(
        "a list of values",
        "select place, year from observed where place in $places and year in $years order by place",
        {"place": (TEXT, ["Norr", "Ö'n"]), "year": (WHOLE, [2020, 2020])},
        {"places": ["Ö'n", "Norr", INJECTION], "years": (2020,)},
    ),
    Case(
        "a list of no values",
        "select count(*) as n from places where code in $none or code not in $none and code <> 'Väst'",
        {"n": (WHOLE, [3])},
        {"none": []},
    ),
    Case(
        "what only looks like a parameter",
        """select '$place; -- :x /* no */' as said, ':place' as other -- $comment; "here"
           from places /* `and` $here */ where code = $place""",
        {"said": (TEXT, ["$place; -- :x /* no */"]), "other": (TEXT, [":place"])},
        {"place": "Norr"},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.said)
def test_it_answers(engine: Engine, case: Case) -> None:
    answer = engine.sql(case.text, case.parameters)

    assert answer.to_pydict() == case.table.to_pydict()
    assert fingerprint(answer) == fingerprint(case.table)
    assert answer.schema.equals(case.table.schema, check_metadata=True)


GROUPED = """select group_code, count(value) as known, sum(value) as total, min(n) as least
    from many where n % 3 <> 0 group by group_code order by group_code"""


def test_it_adds_up_what_lies_in_many_files(engine: Engine, files: dict[str, list[Path]]) -> None:
    """Against the plain way: one row after the other."""
    groups: dict[str, list[float | int]] = {}
    for path in files["many"]:
        for row in pq.read_table(path).to_pylist():
            if row["n"] % 3:
                known = groups.setdefault(row["group_code"], [0, 0.0, row["n"]])
                known[0] += row["value"] is not None
                known[1] += row["value"] or 0.0
                known[2] = min(known[2], row["n"])
    names = sorted(groups)
    plainly = pa.table(
        {
            "group_code": names,
            "known": pa.array([groups[name][0] for name in names], WHOLE),
            "total": pa.array([groups[name][1] for name in names], REAL),
            "least": pa.array([groups[name][2] for name in names], WHOLE),
        }
    )

    assert fingerprint(engine.sql(GROUPED)) == fingerprint(plainly)


HALVED = pa.schema({"n": WHOLE, "half": REAL, "said": TEXT})


def halved(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Half of each value, and a text made of the group."""
    said = pc.binary_join_element_wise(batch["group_code"], "å", "-")
    return pa.RecordBatch.from_arrays(
        [batch["n"], pc.divide(batch["value"], 2.0), said], schema=HALVED
    )


def test_it_maps_arrow_batches_of_all_files(engine: Engine) -> None:
    mapped = engine.map_arrow("select n, group_code, value from many", halved, HALVED)

    assert mapped.schema == HALVED
    rows = range(20_000)
    plainly = pa.table(
        [
            list(rows),
            [None if n % 11 == 0 else n / 8 for n in rows],
            [f"g{n % 7}-å" for n in rows],
        ],
        schema=HALVED,
    )
    assert fingerprint(mapped.sort_by("n")) == fingerprint(plainly)


def test_it_maps_no_rows_to_no_rows(engine: Engine) -> None:
    mapped = engine.map_arrow("select * from many where n < 0", halved, HALVED)

    assert (mapped.num_rows, mapped.schema) == (0, HALVED)


def test_it_maps_with_what_a_function_holds(engine: Engine) -> None:
    factors = {"Norr": 10.0, "Ö'n": 100.0}
    schema = pa.schema({"scaled": REAL})

    def scaled(batch: pa.RecordBatch) -> pa.RecordBatch:
        rows = zip(batch["place"].to_pylist(), batch["value"].to_pylist(), strict=True)
        values = [value * factors[place] for place, value in rows]
        return pa.RecordBatch.from_arrays([pa.array(values, REAL)], schema=schema)

    text = "select place, value from observed where place in $places and year = 2020"
    mapped = engine.map_arrow(text, scaled, schema, {"places": list(factors)})

    assert sorted(mapped["scaled"].to_pylist()) == [-50.0, 22.5]


def test_it_tells_what_went_wrong_in_a_function(engine: Engine) -> None:
    def failing(batch: pa.RecordBatch) -> pa.RecordBatch:
        raise ZeroDivisionError("no year in row 7")

    with pytest.raises(EngineError, match=r"ZeroDivisionError.*no year in row 7"):
        engine.map_arrow("select n from many", failing, HALVED)


def test_it_refuses_batches_of_another_schema(engine: Engine) -> None:
    with pytest.raises(EngineError):
        engine.map_arrow("select n from many", lambda batch: batch, HALVED)


def test_it_reads_again_what_it_wrote(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "skrivet.parquet"
    text = "select * from observed where year = $year order by place, value"

    engine.write_parquet(text, path, {"year": 2020})
    engine.table("written", [path])

    assert list(tmp_path.iterdir()) == [path]
    asked = fingerprint(engine.sql(text, {"year": 2020}))
    assert fingerprint(pq.read_table(path)) == asked
    assert fingerprint(engine.sql("select * from written order by place, value")) == asked


def test_it_leaves_the_old_file_when_it_cannot_write(engine: Engine, tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    engine.write_parquet("select code from places", path)
    before = path.read_bytes()

    with pytest.raises(EngineError):
        engine.write_parquet("select cast(code as int) as n from places", path)

    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_it_names_the_tables_it_knows(engine: Engine) -> None:
    with pytest.raises(UnknownTable, match=r"no table county_gdp\. It has .*observed, places"):
        engine.sql("select * from observed join county_gdp on true")
    with pytest.raises(UnknownTable):
        engine.write_parquet("select * from county_gdp", Path("never.parquet"))


@pytest.mark.parametrize(
    "text",
    [
        "select plaice from observed",
        "select place frm observed where",
        "select sum(place from observed",
        "select cast(place as int) as n from observed where place = 'Norr'",
        "select",
    ],
)
def test_it_tells_which_query_cannot_be_run(engine: Engine, text: str) -> None:
    with pytest.raises(EngineError) as told:
        engine.sql(text)

    assert text in str(told.value)
    assert len(str(told.value).splitlines()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "drop view observed",
        "create table observed as select 1 as one",
        "select 1 as one; drop view observed",
        "",
        """select "place" from observed""",
        "select `place` from observed",
        r"select 'a\' as said",
        "select 'Ö''n' as said",
    ],
)
def test_it_asks_only_what_means_the_same_everywhere(engine: Engine, text: str) -> None:
    with pytest.raises(EngineError):
        engine.sql(text)

    assert engine.sql("select count(*) as n from observed")["n"].to_pylist() == [8]


def test_it_wants_the_parameters_that_are_asked_for(engine: Engine) -> None:
    with pytest.raises(EngineError, match=r"asks for \$place"):
        engine.sql("select * from observed where place = $place")
    with pytest.raises(EngineError, match=r"no place for \$year"):
        engine.sql("select * from observed", {"year": 2020})
    with pytest.raises(EngineError, match=r"\$year is .* of type object"):
        engine.sql("select * from observed where year = $year", {"year": object()})


def one(engine: Engine, name: str) -> list[Any]:
    return list(engine.sql(f"select value from {name} order by value")["value"].to_pylist())


def test_it_reads_the_new_files_of_a_replaced_table(engine: Engine, tmp_path: Path) -> None:
    for n in (1, 2):
        write_sorted(pa.table({"value": [n, n * 10]}), ["value"], tmp_path / f"{n}.parquet")

    engine.table("replaced", [tmp_path / "1.parquet"])
    first = one(engine, "replaced")
    engine.table("replaced", [tmp_path / "2.parquet"])

    assert (first, one(engine, "replaced")) == ([1, 10], [2, 20])


def test_it_lets_a_replaced_table_have_other_columns(engine: Engine, tmp_path: Path) -> None:
    write_sorted(pa.table({"old": [1]}), ["old"], tmp_path / "1.parquet")
    write_sorted(pa.table({"value": ["text"]}), ["value"], tmp_path / "2.parquet")
    engine.table("changed", [tmp_path / "1.parquet"])

    engine.table("changed", [tmp_path / "2.parquet"])

    assert one(engine, "changed") == ["text"]


@pytest.mark.parametrize("name", ["", "Observed", "two words", "a;b", "x'y", "å"])
def test_it_refuses_a_name_that_is_no_plain_word(
    engine: Engine, files: dict[str, list[Path]], name: str
) -> None:
    with pytest.raises(EngineError, match="cannot be called"):
        engine.table(name, files["places"])


def test_it_says_which_file_is_missing_or_broken(engine: Engine, tmp_path: Path) -> None:
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"<html>not today</html>")
    for paths, told in (
        ([], "has no files"),
        ([tmp_path / "gone.parquet"], "gone.parquet"),
        ([tmp_path / "a*.parquet"], "lost its file"),
        ([broken], "broken"),
    ):
        with pytest.raises(EngineError, match=told):
            engine.table("lacking", paths)

    with pytest.raises(UnknownTable):
        engine.sql("select * from lacking")


def test_it_takes_four_threads_at_once(engine: Engine, tmp_path: Path) -> None:
    """Some ask, one maps, one replaces a table that another reads: always the old or the new whole."""
    for n in range(4):
        same = pa.table({"value": [n] * 1000})
        write_sorted(same, ["value"], tmp_path / f"{n}.parquet")
    engine.table("turning", [tmp_path / "0.parquet"])
    expected = fingerprint(engine.sql(GROUPED))

    def ask(turn: int) -> object:
        if turn % 4 == 0:
            engine.table("turning", [tmp_path / f"{turn // 4}.parquet"])
            return True
        if turn % 4 == 1:
            text = "select min(value) as a, max(value) as b, count(*) as n from turning"
            row = engine.sql(text).to_pylist()[0]
            return row["a"] == row["b"] and row["n"] == 1000
        if turn % 4 == 2:
            return engine.map_arrow("select * from many", halved, HALVED).num_rows == 20_000
        return fingerprint(engine.sql(GROUPED)) == expected

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(16))) == [True] * 16


def test_it_is_of_no_use_once_closed(url: str, files: dict[str, list[Path]]) -> None:
    opened = engine_at(url)
    opened.table("places", files["places"])

    opened.close()

    with pytest.raises(EngineError):
        opened.sql("select * from places")
