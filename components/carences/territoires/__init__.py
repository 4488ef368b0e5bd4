"""« Territoires »: the list a table discusses (view_territoires, view_liste), the card (view_fiche), its dispute,
decision, priorities and structures, and the pages to print (view_imprimes with its templates)."""
