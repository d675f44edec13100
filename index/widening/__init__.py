"""What is searched besides what was typed, and why."""
