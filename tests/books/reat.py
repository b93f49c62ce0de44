"""Printed examples of regional measures, as given in the manual of REAT 3.0.3 (Wieland, CRAN 2020).

From Farhauer & Kroell (2013), Standorttheorien, and Doersam (2004), Wirtschaftsstatistik.
"""

from __future__ import annotations

import numpy as np


class Quotient:
    industry_here, all_here, industry, everything = 1714.0, 79006.0, 879213.0, 15593224.0
    printed = 0.3847623


class Concentration:
    industry = np.array([500.0, 500, 1000, 7000, 1000])
    all_employment = np.array([20000.0, 15000, 20000, 40000, 5000])
    printed = 0.4068966


class Specialisation:
    region = np.array([700.0, 600, 500, 10000, 40000])
    nation = np.array([30000.0, 15000, 10000, 60000, 50000])
    printed = 0.6222222


class Sales:
    of_firms = np.array([20.0, 50, 20, 10])
    herfindahl, normalised, equivalent = 0.34, 0.12, 2.94


class GermanStates:
    """Gross domestic product 2015 in thousand million euro."""

    product = np.array(
        [
            460.69,
            549.19,
            124.16,
            65.29,
            31.59,
            109.27,
            263.44,
            39.87,
            258.53,
            645.59,
            131.95,
            35.03,
            112.66,
            56.22,
            85.61,
            56.81,
        ]
    )
    herfindahl = 0.125


class Plants:
    """One industry's plants in three towns."""

    town = ["Wien"] * 5 + ["Linz"] * 4 + ["Graz"]
    employed = np.array([200.0, 650, 12000, 100, 50, 16000, 13000, 1500, 1500, 25000])
    all_employment = np.array([500000.0, 400000, 100000])
    printed = 0.05990628


class ShiftShare:
    """Two regions and the nation, four industries, two years."""

    A = np.array([90.0, 20, 10, 60]), np.array([100.0, 40, 10, 55])
    B = np.array([60.0, 30, 30, 40]), np.array([85.0, 55, 40, 35])
    nation = np.array([400.0, 150, 150, 400]), np.array([440.0, 210, 135, 480])
    printed = {
        "A": (25, 27, 1, -3, -0.636363636363636, -2.36363636363636),
        "B": (55, 24, -1, 32, 18.4242424242424, 13.5757575757576),
    }
    indices = {
        "A": (1.0048309178744, 0.985576923076923),
        "B": (0.994565217391304, 1.17486338797814),
    }
