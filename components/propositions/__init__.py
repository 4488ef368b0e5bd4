"""What the tool proposes and the table decides: where to open, what would close the gap, who lends days to whom.

view (the page, a tab for each) > implantation, ecart > solidarite > envoi (to a scenario, to drafts) > equite (who is
left behind, before and after) > preuves (what takes long, in a process apart) > lectures (the ground they share:
published access, people, kernels). Nothing here is adopted by the tool."""
