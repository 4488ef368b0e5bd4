"""Who comes in without a password: vouched for by the provider of an administration."""
