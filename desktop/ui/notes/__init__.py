"""The place « Notes »: what was written while reading, over all dossiers."""
