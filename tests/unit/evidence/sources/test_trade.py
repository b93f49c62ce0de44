"""BACI and Comtrade: the flows that are there, what is left out, and cells that are told by their place."""

from __future__ import annotations

import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings, strategies as st

from kraftsamling.evidence.sources.baci import ingest as baci
from kraftsamling.evidence.sources.comtrade import ingest as comtrade
from kraftsamling.evidence.sources.registry import fetcher, read_sources
from kraftsamling.kernel.errors import UnusableData

# As CEPII writes them: padded, the product without its zeros, a quantity that nobody knows.
BACI = """t,i,j,k,v,q
2022,752,251,10121,       1.500,      0.100
2022,752,251,870323,     20.000,NA
2022,251,752,870323,      7.000,      1.000
2022,490,752,870323,      3.250,      1.000
"""
COUNTRIES = """country_code,country_name,country_iso2,country_iso3
251,France,FR,FRA
490,"Other Asia, not elsewhere specified",N/A,N/A
752,Sweden,SE,SWE
"""
# As Comtrade's site writes them: each row ends with a comma that the header does not have.
HEAD = (
    "freqCode,refYear,reporterCode,reporterISO,flowCode,partnerCode,partnerISO,partner2Code,"
    "cmdCode,customsCode,motCode,primaryValue"
)
COMTRADE = f"""{HEAD}
A,2022,752,SWE,X,251,FRA,0,870323,C00,0,20000,
A,2022,752,SWE,X,251,FRA,0,010121,C00,0,1500.5,
A,2022,752,SWE,X,0,W00,0,870323,C00,0,20000,
A,2022,752,SWE,X,251,FRA,0,87,C00,0,21500.5,
A,2022,752,SWE,X,251,FRA,0,TOTAL,C00,0,21500.5,
A,2022,752,SWE,X,251,FRA,276,870323,C00,0,900,
A,2022,752,SWE,X,251,FRA,0,870323,C01,0,800,
A,2022,752,SWE,X,251,FRA,0,870323,C00,2100,700,
A,2022,752,SWE,RX,251,FRA,0,870323,C00,0,100,
A,2022,752,SWE,M,251,FRA,0,870323,C00,0,7500,
A,2021,752,SWE,X,251,FRA,0,870323,C00,0,19000,
"""


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# BACI


def test_baci_has_flows_in_dollars(tmp_path: Path) -> None:
    flows = baci.read_baci(put(tmp_path, "BACI_HS92_Y2022_V202401.csv", BACI))[2022]

    assert flows.places == ("251", "490", "752")
    assert flows.products == ("010121", "870323")
    assert flows.between().values.tolist() == [[0, 0, 7000], [0, 0, 3250], [21500, 0, 0]]
    assert flows.of("752").values[0].tolist() == [1500, 20000]
    assert flows.left_out == {}


def test_baci_takes_letters_from_the_file_beside(tmp_path: Path) -> None:
    """Except for what has none."""
    put(tmp_path, "country_codes_V202401.csv", COUNTRIES)
    flows = baci.read_baci(put(tmp_path, "BACI_HS92_Y2022_V202401.csv", BACI))[2022]

    assert flows.places == ("FRA", "490", "SWE")


def test_baci_reads_the_zip_it_comes_in_and_only_years_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "BACI_HS92_V202401.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("country_codes_V202401.csv", COUNTRIES)
        archive.writestr("product_codes_HS92_V202401.csv", "code,description\n010121,Horses\n")
        archive.writestr("Readme.txt", "")
        archive.writestr("BACI_HS92_Y2021_V202401.csv", "broken")
        archive.writestr("BACI_HS92_Y2022_V202401.csv", BACI)

    found = baci.read_baci(path, years=[2022])

    assert list(found) == [2022]
    assert found[2022].places == ("FRA", "490", "SWE")
    with pytest.raises(UnusableData, match=r"no trade of 1999-1999\. BACI's files are called"):
        baci.read_baci(path, years=[1999])


def test_baci_has_years_in_order_and_each_once(tmp_path: Path) -> None:
    put(tmp_path, "BACI_HS92_Y2022_V202401.csv", BACI)
    put(tmp_path, "other.csv", BACI.replace("2022", "1999"))

    assert list(baci.read_baci(tmp_path)) == [1999, 2022]
    put(tmp_path, "BACI_HS96_Y2022_V202401.csv", BACI)
    with pytest.raises(UnusableData, match=r"BACI_HS96_Y2022_V202401\.csv has 2022, and so has"):
        baci.read_baci(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("7.000", "seven", "line 4, column v: seven is no number from 0"),
        ("7.000", "-7.0", "line 4, column v: -7.0 is no number from 0"),
        ("7.000", "", "line 4, column v: nothing is no number from 0"),
        ("7.000", "nan", "line 4, column v: nan is no number from 0"),
        ("7.000", "inf", "line 4, column v: inf is no number from 0"),
        ("490,752", "490x,752", "line 5, column i: 490x is no whole number from 0 to 9999"),
        ("490,752", "490,-52", "line 5, column j: -52 is no whole number"),
        ("10121", "1012100", "line 2, column k: 1012100 is no whole number from 0 to 999999"),
        ("10121", "99999999999", "line 2, column k: 99999999999 is no whole number"),
        ("2022,251", "2022,251,9", "line 4: 7 cells instead of 6"),
        (",      1.000\n2022,490", "\n2022,490", "line 4: 5 cells instead of 6"),
        ("t,i,j,k,v,q", "t,i,j,hs6,v,q", "line 1: there is no column k. Came: t, i, j, hs6, v, q"),
    ],
)
def test_baci_tells_which_cell_is_wrong(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in BACI
    path = put(tmp_path, "BACI_HS92_Y2022_V202401.csv", BACI.replace(old, new, 1))

    with pytest.raises(UnusableData) as told:
        baci.read_baci(path)

    assert str(told.value).startswith("BACI_HS92_Y2022_V202401.csv, ")
    assert words in str(told.value)


def test_baci_tells_that_the_packed_file_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "BACI_HS92_V202401.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("BACI_HS92_Y2022_V202401.csv", BACI)
    body = bytearray(path.read_bytes())
    at = body.index(b"870323")
    body[at : at + 6] = b"870324"
    path.write_bytes(bytes(body))

    with pytest.raises(UnusableData, match="packed file is broken"):
        baci.read_baci(path)
    with pytest.raises(UnusableData, match="There is no file"):
        baci.read_baci(tmp_path / "nowhere.csv")


def test_baci_is_a_table_too() -> None:
    source, dataset = read_sources().table("baci")

    found = baci.read(BACI.encode(), dataset)

    assert found.schema == dataset.table.schema
    assert found.to_pylist()[0] == {
        "year": "2022",
        "seller": "752",
        "buyer": "251",
        "product": "010121",
        "value": 1500.0,
    }
    assert source.licence == "Etalab 2.0"
    assert fetcher(source) is None


# Comtrade


def test_comtrade_counts_each_flow_once(tmp_path: Path) -> None:
    found = comtrade.read_comtrade(put(tmp_path, "TradeData.csv", COMTRADE))

    assert list(found) == [2021, 2022]
    flows = found[2022]
    assert (flows.places, flows.products) == (("FRA", "SWE"), ("010121", "870323"))
    assert flows.of("SWE").values.tolist() == [[1500.5, 20000], [0, 0]]
    assert flows.left_out == {"world": 1, "digits": 2, "parts": 3, "direction": 2}
    assert found[2021].between().values.tolist() == [[0, 0], [19000, 0]]


def test_comtrade_can_believe_the_buyer(tmp_path: Path) -> None:
    flows = comtrade.read_comtrade(put(tmp_path, "TradeData.csv", COMTRADE), "imports")[2022]

    assert flows.places == ("FRA", "SWE")
    assert flows.between().values.tolist() == [[0, 7500], [0, 0]]


def test_comtrade_has_a_year_in_which_nothing_is_left(tmp_path: Path) -> None:
    """The buyer reported nothing in 2021; what was left out says so."""
    flows = comtrade.read_comtrade(put(tmp_path, "TradeData.csv", COMTRADE), "imports")[2021]

    assert flows.exports().values.shape == (0, 0)
    assert flows.left_out == {"direction": 1}


def test_comtrade_reads_what_the_old_site_wrote(tmp_path: Path) -> None:
    """Names with blanks and capitals, numbers for directions, and nothing where there is no part."""
    text = (
        '"Classification","Year","Trade Flow Code","Reporter Code","Partner Code","2nd Partner Code",'
        '"Commodity Code","Trade Value (US$)"\n'
        '"H4","2016","2","36","554","","010121","91128858"\n'
        '"H4","2016","1","36","554","","010121","5"\n'
        '"H4","2016","2","36","0","","010121","99"\n'
    )

    flows = comtrade.read_comtrade(put(tmp_path, "comtrade.csv", text))[2016]

    assert flows.places == ("36", "554")
    assert flows.value.tolist() == [91128858]
    assert flows.left_out == {"direction": 1, "world": 1}


def test_comtrade_refuses_to_count_a_flow_twice(tmp_path: Path) -> None:
    put(tmp_path, "one.csv", COMTRADE)
    put(tmp_path, "two.csv", COMTRADE)

    with pytest.raises(UnusableData, match="2021: SWE sells 870323 to FRA more than once"):
        comtrade.read_comtrade(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("1500.5,", "many,", "TradeData.csv, line 3, column primaryValue: many is no number"),
        ("1500.5,", "-1,", "TradeData.csv, line 3, column primaryValue: -1 is no number from 0"),
        ("1500.5,", ",", "TradeData.csv, line 3, column primaryValue: nothing is no number"),
        ("A,2021", "A,21", "TradeData.csv, line 12, column refYear: 21 is no year"),
        ("A,2021", "M,2021", "other than whole years (frequency M)"),
        ("cmdCode", "goods", "no column for product (one of cmdcode, commoditycode)"),
        ("SWE,RX,251", "SWE,RX", "TradeData.csv, line 10: 12 cells instead of 13"),
    ],
)
def test_comtrade_tells_what_is_wrong(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in COMTRADE
    path = put(tmp_path, "TradeData.csv", COMTRADE.replace(old, new, 1))

    with pytest.raises(UnusableData) as told:
        comtrade.read_comtrade(path)

    assert words in str(told.value)


def test_comtrade_is_a_table_too(tmp_path: Path) -> None:
    source, dataset = read_sources().table("comtrade")

    found = comtrade.read(COMTRADE.encode(), dataset)

    assert found.schema == dataset.table.schema
    assert found.column("value").to_pylist() == [20000, 1500.5, 19000]
    assert fetcher(source) is None
    with pytest.raises(UnusableData, match="has no CSV file"):
        comtrade.read_comtrade(tmp_path)


# Anything at all


@settings(max_examples=150, deadline=None)
@example(at=128, cut=0, put_in=b"\r", comtrades=True)
@given(
    at=st.integers(0, 400),
    cut=st.integers(0, 30),
    put_in=st.binary(max_size=12),
    comtrades=st.booleans(),
)
def test_a_mangled_file_is_read_or_refused(
    at: int, cut: int, put_in: bytes, *, comtrades: bool
) -> None:
    """Bytes taken out and others put in, anywhere: never a crash, and never a value that is none."""
    whole = (COMTRADE if comtrades else BACI).encode()
    at %= len(whole)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mangled.csv"
        path.write_bytes(whole[:at] + put_in + whole[at + cut :])
        try:
            found = comtrade.read_comtrade(path) if comtrades else baci.read_baci(path)
        except UnusableData:
            return
    for flows in found.values():
        assert (flows.value >= 0).all()
        assert flows.exports().values.sum() == pytest.approx(flows.value.sum())
