"""The tab « Papiers numérisés »: what a scanner brought back, where it goes, the boxes that were ticked."""
