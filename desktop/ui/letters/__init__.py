"""The letters: what waits to leave, with its real page, and the register of what left."""
