"""Rules: pure functions that know nothing but themselves."""
