"""What teaches the program: the guide at F1, the tour, what is new."""
