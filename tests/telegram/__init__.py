"""Tests of the Telegram door, and the strict fake Bot API that they stand on."""
