"""How the archive is found and reused: what search engines and the pages of others read of it."""
