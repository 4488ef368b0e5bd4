"""Many tables on one server: `tables.toml` says which; the recipes of supervisord and nginx are written from it."""
