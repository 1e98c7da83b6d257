"""The wait: place, expected time, rota and appointments."""
