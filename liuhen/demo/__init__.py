"""The demo bureau and the worked cases."""
