"""The pack of a session in the window: what is wanted of it, its making, the versions handed out."""
