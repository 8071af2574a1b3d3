"""Says where a URL leads, by host and port."""
