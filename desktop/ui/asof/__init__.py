"""A dossier as it stood on any date: the slider of its steps, what was known, what it is today."""
