"""Paper: letters, sheets, packs."""
