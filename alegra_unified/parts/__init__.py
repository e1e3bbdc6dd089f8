"""Objects that several resources embed: reading and writing of each side by side."""
