"""Access to care as one linear kernel.

distance and travel (minutes) < access (the kernel) < moves (what a doctor brings) < effects (the change) < people (who
gains, who loses) · aggregate (communes to territories) · assemblage (from a file's frames to kernels)."""
