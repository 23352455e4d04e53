"""The way of messages in and out: polling, order, flood limits, delivery, rendering."""
