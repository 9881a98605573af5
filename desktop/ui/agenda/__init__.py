"""The sheet of a dossier's dates: what binds it, and what one has noted."""
