"""The engine of projections: its laws, its levers, its horizon."""
