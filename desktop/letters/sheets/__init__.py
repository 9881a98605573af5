"""Sheets and tables on paper: the pack of a session, drawn page by page."""
