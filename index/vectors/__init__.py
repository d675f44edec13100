"""Search by meaning: passages as points, of which those near a question are related to it."""
