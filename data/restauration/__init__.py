"""Going back to a copy: what it lacks is named (manques), then the file goes back in one transaction (restauration)."""
