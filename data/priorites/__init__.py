"""The vote: services (the catalogue), scrutins (declared to published), bulletins (slips and ballots), signatures,
attendus, cartons (slips counted, never beyond those there), decomptes (what is read of a kept count), scelles (whole
ballots under the tellers' codes)."""
