"""The vote: services (the catalogue), scrutins (declared to published), bulletins (slips and ballots), signatures."""
