"""Work done apart that comes back: what was taken, what disagrees, what waits; satchels made and opened."""
