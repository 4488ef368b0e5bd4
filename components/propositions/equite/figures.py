"""The Lorenz curve, before and after, as a specification of Vega-Lite."""

from typing import Any

import pandas as pd

from components.core.acces.travel import Floats
from components.propositions.equite.regles.mesures import lorenz

AVANT, APRES, EGALITE = "avant", "après", "tous pareil"


def courbes(habitants: Floats, avant: Floats, apres: Floats) -> dict[str, Any]:
    """Cumulated share of people, from the least served, and of the access they have."""
    parts = [
        pd.DataFrame({"habitants": x, "accès": y, "moment": moment})
        for moment, (x, y) in ((AVANT, lorenz(habitants, avant)), (APRES, lorenz(habitants, apres)))
    ]
    parts.append(pd.DataFrame({"habitants": [0.0, 1.0], "accès": [0.0, 1.0], "moment": EGALITE}))
    return {
        "data": {"values": pd.concat(parts).round(4).to_dict("records")},
        "mark": {"type": "line", "strokeWidth": 2.5},
        "height": 260,
        "encoding": {
            "x": {"field": "habitants", "type": "quantitative", "axis": {"format": ".0%"},
                  "title": "Habitants, des moins bien aux mieux desservis"},
            "y": {"field": "accès", "type": "quantitative", "axis": {"format": ".0%"}, "title": "Part de l'accès"},
            "color": {"field": "moment", "type": "nominal", "title": None, "sort": [AVANT, APRES, EGALITE],
                      "scale": {"domain": [AVANT, APRES, EGALITE], "range": ["#b35806", "#542788", "#767676"]}},
            "strokeDash": {"field": "moment", "type": "nominal", "legend": None, "sort": [AVANT, APRES, EGALITE],
                           "scale": {"domain": [AVANT, APRES, EGALITE], "range": [[6, 4], [1, 0], [2, 3]]}},
        },
    }  # fmt: skip
