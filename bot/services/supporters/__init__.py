"""A goal shared with somebody whom the young person knows: link, consent, cheers, news, and the end."""
