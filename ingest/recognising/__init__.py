"""From pieces of sound to words: recognisers, their models, and the work shared among processes."""
