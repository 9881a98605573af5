"""The place of what arrives: files of the watched folders, each with the dossier it seems to belong to."""
