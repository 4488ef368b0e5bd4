"""The département: communes, mesh (territoire), figures (indicateurs), kernel (noyau), map (france, dessin)."""
