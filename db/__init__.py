"""The cellar: keeps everything and writes down each change."""
