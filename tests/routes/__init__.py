"""Road minutes with the real engine, which the product does not require: `make routes`."""
