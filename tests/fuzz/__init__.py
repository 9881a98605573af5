"""Readers given what an attacker or a broken disk could give them."""
