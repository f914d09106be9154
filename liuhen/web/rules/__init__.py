"""The page of the regulation: the official text beside what the system makes of it."""
