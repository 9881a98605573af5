"""Papers made for a screen: shown before they are kept, and saved in the form that is wanted."""
