"""The archive for programs that follow it: feeds in Atom, and a podcast."""
