"""What may have been received twice: the pairs, both sides field by field, and three answers."""
