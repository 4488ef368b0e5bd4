"""The archive that starts on a laptop with a double click, without a network: `produit` and `pythons` make its parts,
`construire` puts them together; `lanceurs` holds what goes in it as it is."""
