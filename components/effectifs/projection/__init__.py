"""The room's screen (view_projection), the analyst's (view_analyse), two sentences beside a constat (view_a_cote)."""
