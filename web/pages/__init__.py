"""The pages: each module builds one group of them from the archive and renders it."""
