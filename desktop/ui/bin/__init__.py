"""« Corbeille »: dossiers put aside, rows removed of late; both come back whole."""
