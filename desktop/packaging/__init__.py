"""How Parvis becomes something to install: read by build_installer.py alone, never by the program."""
