"""What a person types, as a tree; what a plain question asks."""
