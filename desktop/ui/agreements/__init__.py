"""The place « Conventions »: conventions of several years, their register, what follows each year."""
