"""Working-day counting: pure, no Django, no clock."""
