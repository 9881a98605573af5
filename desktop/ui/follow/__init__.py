"""The place « Suivi »: what follows the decisions, over all dossiers."""
