"""Document types as data, drafts, versions, numbers, rendering, signatures."""
