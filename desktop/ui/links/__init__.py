"""The sheet of the dossiers tied to one: links, first filing, renewals that show."""
