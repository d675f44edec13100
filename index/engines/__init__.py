"""Ways to keep the words of the index in files; `index.terms` says what each can be asked."""
