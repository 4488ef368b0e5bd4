"""Who is left behind, before and after a proposal: regles (worst decile, ratio, Lorenz) < figures < view_equite."""
