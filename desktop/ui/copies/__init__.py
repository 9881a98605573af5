"""« Copies de la base »: those of the day proved beside the window, put back, kept in a second place."""
