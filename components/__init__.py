"""The rooms of the product, one package per capability."""
