"""The language service of Maatje: Dutch text in, topic, act and risk out."""
