"""The screens of a séance, by its state and by who looks at them."""
