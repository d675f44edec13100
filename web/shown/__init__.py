"""What pages, feeds, files and the API show of the archive, made ready for whoever shows it."""
