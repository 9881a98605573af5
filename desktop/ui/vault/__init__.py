"""Encryption at rest: opening an encrypted base, and the screen of its keys."""
