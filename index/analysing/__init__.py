"""Texts taken apart into words, as people write and as recognisers spell them."""
