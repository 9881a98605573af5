"""The place « Comités »: sessions, their preparation, the room and what is projected."""
