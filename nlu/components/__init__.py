"""Maatje's own parts of the Rasa pipeline: one file each, named in config.yml at the top level."""
