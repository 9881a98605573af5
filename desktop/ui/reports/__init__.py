"""Reports: the tab « Bilans » of the place « Suivi », the sheet « Bilan » of a dossier."""
