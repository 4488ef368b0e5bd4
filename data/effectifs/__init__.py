"""The workforce: rows of the table (effectifs), catalogue of levers, scenarios and frozen runs, stored back-test."""
