"""The door of the server beside Streamlit: middleware, sign-in (portes), limits (guichet), light pages (gabarits)."""
