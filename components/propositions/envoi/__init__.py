"""What leaves this room: a proposal kept as evidence, a scenario, drafts of actions (by the gestures that plans lend);
pret < gestes < view_envoi. Nothing is adopted."""
