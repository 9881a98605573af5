"""The sheet of scores: criteria, values by one key, reasons, a second look."""
