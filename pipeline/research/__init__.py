"""Citations over time: questions to a whole archive, each a function that gives an `Answer`.

Read `holdings.py` (what is asked), `filters.py` and `named.py` (what about), then the questions: `trends.py`, `top.py`,
`cited.py`, `lag.py`, `network.py`, `targets.py`, `coverage.py`. `charts.py` and `report.py` draw them.
"""
