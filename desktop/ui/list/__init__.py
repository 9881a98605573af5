"""The list of dossiers: search, filters, saved views, rows and the reading pane beside them."""
