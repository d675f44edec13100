"""The search measured side by side with others, on real talk: see `__main__`."""
