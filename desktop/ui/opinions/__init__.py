"""The opinions of partners: who is asked, what came back, reading a returned file, writing one down."""
