"""Migrations of the schema, run from inside the program."""
