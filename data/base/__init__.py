"""What every table stands on: store (one file), migrations, acteurs and identite (who), decisions (the register),
parameters and formules (the method), sceaux (what the register seals), souvenir (one reading for all screens)."""
