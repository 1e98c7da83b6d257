"""When a life is in danger: opening the Telegram id, where an organisation has a protocol for that."""
