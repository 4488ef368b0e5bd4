"""What puts the product on a machine: an archive for a laptop, recipes for a server (docs/guide-administration.md)."""
