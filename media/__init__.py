"""What a webinar is, and its files on disk. Knows nothing of the other rooms."""
