"""What people see; nothing is decided here."""
