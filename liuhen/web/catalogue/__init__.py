"""Pages of the document types: what the bureau writes under, its own forms, their samples."""
