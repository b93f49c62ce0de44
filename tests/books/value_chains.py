"""What others call the terms of the decompositions (reference numbers lie in ../shared).

exvatools 0.9.0 (Feas, CRAN) on its `wiodtest`; decompr 6.8.0 (Quast & Kummritz, CRAN) on its
leather example, which has the numbers of Wang, Wei & Zhu (2013).
"""

COUNTRIES = ["ESP", "FRA", "MEX", "USA", "CHN", "ROW"]
INDUSTRIES = [f"{country}_{part}" for country in COUNTRIES for part in ("01T09", "10T39", "41T98")]

OTHER_NAMES = {
    ("kww", "VAX1"): "DVA_FIN",
    ("kww", "VAX2"): "DVA_INT",
    ("kww", "VAX3"): "DVA_INTrex",
    ("kww", "REF1"): "RDV_FIN",
    ("kww", "REF2"): "RDV_INT",
    ("kww", "FVA1"): "FVA_FIN",
    ("kww", "FVA2"): "FVA_INT",
    ("wwz", "FVA_FIN1"): "MVA_FIN",
    ("wwz", "FVA_FIN2"): "OVA_FIN",
    ("wwz", "FVA_INT1"): "MVA_INT",
    ("wwz", "FVA_INT2"): "OVA_INT",
}
SEEN_BY_IMPORTERS = {"IMGR", "IMGR_FNL", "IMGR_INT", "BALGR", "DFD_FVA", "BALVAFD"}
LEVELS = {"DOM", "DOM_FNL", "DOM_INT", "VA", "PROD"}
"""What is sold at home, value added and output: in the table itself, no part of exports."""

DECOMPR = {
    "DVA_INTrexI1": "DVA_INTrex1",
    "DVA_INTrexF": "DVA_INTrex2",
    "DVA_INTrexI2": "DVA_INTrex3",
    "RDV_FIN": "RDV_FIN1",
}
