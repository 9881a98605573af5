"""The hub in PostgreSQL: its tables and doors (SQL), its client, the tables projected for the reports."""
