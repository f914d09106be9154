"""监督: the grid, findings, what was kept, breaches, outcomes, assessment."""
