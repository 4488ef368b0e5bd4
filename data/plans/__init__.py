"""Plans: plans (actions, milestones, measures), financements (money, envelopes), liens, revues, model actions."""
