"""承办 → 审核 → 批准: acts upon documents, bound to their digest."""
