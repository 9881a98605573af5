"""The place « Obligations »: open data, the statement of the budget, the State's themes, thresholds."""
