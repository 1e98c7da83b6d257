"""Circles: joining, writing to each other, the coach, the weekly round."""
