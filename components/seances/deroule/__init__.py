"""The screens of a séance, one by state: `view_preparer`, then `view_conduire` (its agenda, the card of a point in
`view_point`, what the room looks at in `view_mur`), then `view_clore`. `pretes` is what other rooms lend them;
`view_membres`, `view_points` and `view_cartons` are their forms, at hand in every state."""
