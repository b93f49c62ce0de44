"""What the R package `economiccomplexity` 2.0.0 (Vargas Sepulveda; Apache-2.0) prints of a real table.

Exports of 226 places in 785 products (SITC, four digits), mean of 1998-2000, in thousand US dollars. The
numbers are those on the pages of the package: its vignette "How To Use This Package", and the examples
of `proximity`, `density`, `distance` and `complexity_outlook`. First five places and products of each.
Its scores have the standard deviation of a sample, its fitness counts the ones it begins with as a
round, as its reflections do for products, and its gain is the variant that ours calls "stata".
"""

from __future__ import annotations

import numpy as np

PLACES = ("afg", "ago", "aia", "alb", "and")
PRODUCTS = ("0011", "0012", "0013", "0014", "0015")

QUOTIENTS = np.array(
    [
        [0.2312238, 0.285438688, 0, 0, 0],
        [0.1777917, 0.087436319, 0.002076625, 0.00139056, 0.001106041],
        [0, 0.002581853, 0, 0, 0],
        [0, 0, 0, 0.01582754, 0.073011368],
        [2.4825815, 0.550954168, 0, 0.48208017, 3.815013019],
    ]
)
FITNESS = [0.78605655, 0.03999516, 1.05645538, 1.24261128, 1.37321261]
FITNESS_OF_PRODUCTS = [0.7538883, 0.7491391, 2.3018690, 0.9903918, 1.3120378]
FITNESS_ROUNDS = 19
REFLECTED = [-0.5788151, -1.7710696, 1.4074821, -0.1754989, 1.0738736]
REFLECTED_PRODUCTS = [-0.66255107, -1.62169899, -0.07449487, 0.20554720, 0.15848845]
REFLECTIONS, REFLECTIONS_OF_PRODUCTS = 18, 19
ECI = [-0.5764283, -1.7770752, 1.4090414, -0.1732606, 1.0772452]
PCI = [-0.66657613, -1.62657599, -0.08149436, 0.19917280, 0.14935653]

PROXIMITY = np.array(
    [
        [1, 0.3658537, 0.1707317, 0.2439024, 0.2682927],
        [0.3658537, 1, 0.25, 0.225, 0.25],
        [0.1707317, 0.25, 1, 0.25, 0.12],
        [0.2439024, 0.225, 0.25, 1, 0.225],
        [0.2682927, 0.25, 0.12, 0.225, 1],
    ]
)
PROXIMITY_OF_PLACES = np.array(
    [
        [1, 0.015873016, 0.181818182, 0.19689119, 0.192513369],
        [0.01587302, 1, 0.006993007, 0.01554404, 0.005347594],
        [0.18181818, 0.006993007, 1, 0.16580311, 0.251336898],
        [0.19689119, 0.015544041, 0.165803109, 1, 0.310880829],
        [0.19251337, 0.005347594, 0.251336898, 0.31088083, 1],
    ]
)
DENSITY = np.array(
    [
        [0.16689576, 0.17378847, 0.1414189, 0.15075914, 0.14556406],
        [0.01474693, 0.01543965, 0.0111554, 0.01217709, 0.01240472],
        [0.17902020, 0.16726547, 0.1688524, 0.18488279, 0.18946228],
        [0.26578601, 0.25458634, 0.2278275, 0.25202762, 0.23219603],
        [0.26138713, 0.22934698, 0.2312170, 0.23978684, 0.27186394],
    ]
)
# Of the complexity of products by fitness.
OUTLOOK = [103.948610, 9.962401, 122.311158, 152.107317, 151.295380]
GAIN = np.array(
    [
        [0.8615531, 0.7613878, 0.7537907, 1.0961458, 0.8143851],
        [0.9681802, 0.8436855, 0.8219918, 1.2151040, 0.8883146],
        [0.8339114, 0.7475080, 0.7247198, 1.0425043, 0.7671877],
        [0.7979779, 0.7199705, 0.7132042, 1.0170093, 0.7636545],
        [0.0000000, 0.7118512, 0.6829531, 0.9987236, 0.0000000],
    ]
)
