"""Verbs: what people do, one file a stage; each takes a session, never commits, never asks."""
