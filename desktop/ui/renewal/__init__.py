"""A new version of Parvis, and the way back."""
