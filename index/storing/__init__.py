"""The files of an index: parts, generations, and whether they may be opened."""
