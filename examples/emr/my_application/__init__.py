"""How fast each host answers, computed by Spark from an access log."""
