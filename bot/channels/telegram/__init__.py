"""The Telegram door: updates come in by long polling, replies go out within Telegram's limits."""
