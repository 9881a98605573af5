"""The place « Enveloppes »: what each holds and has left, the workbench, the grid of the territory."""
