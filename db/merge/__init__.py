"""Work done apart: what leaves in a lot, how it comes back, what it disagrees on."""
