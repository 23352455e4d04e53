"""How messages come in and go out: polling, order, flood limits, delivery, rendering."""
