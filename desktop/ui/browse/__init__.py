"""The place « Notes »: all annotations over all dossiers, grouped and filtered."""
