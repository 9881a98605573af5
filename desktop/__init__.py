"""Parvis: offline instruction of grant applications of a contrat de ville."""
