"""Screens: the only room with Qt."""
