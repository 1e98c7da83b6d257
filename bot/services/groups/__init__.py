"""Telegram groups of people who know each other: linking, taking part, the weekly round."""
