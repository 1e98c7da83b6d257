"""What the commands of `maatje` do; `bot/cli.py` lists them."""
