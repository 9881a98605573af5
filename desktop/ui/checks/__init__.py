"""The checks of a dossier: what was found, its two sources, what was accepted and why."""
