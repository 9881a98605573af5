"""Saving what a damaged base still holds: its pages read one by one, its journal, its copies, a new file."""
