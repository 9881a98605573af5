"""One deed on many dossiers: the window with a line and a blocker each."""
