"""« Région »: several tables read together, from the counts that each one wrote; no table opens another's file."""
