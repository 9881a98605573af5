"""The place « Archives »: what is kept and how long, eliminations, the archive of a year, persons."""
