"""The sheet of the financing plan: one line a funder, and what follows."""
