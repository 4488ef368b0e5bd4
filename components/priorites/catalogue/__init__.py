"""The list of services that the table decides: view (the list, its versions), view_propositions (what colleges sign),
lectures (figures beside the services, the words and the version that a vote carries)."""
