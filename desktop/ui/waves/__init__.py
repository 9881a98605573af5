"""The waves of a call: their dates by kind of applicant, what is odd in them."""
