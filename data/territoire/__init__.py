"""The département: communes, mesh (territoire), figures (indicateurs), kernels (noyau), map (dessin), sources."""
