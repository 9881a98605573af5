"""The place « Aujourd’hui »: what should I do this morning, and what comes."""
