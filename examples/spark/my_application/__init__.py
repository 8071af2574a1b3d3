"""How the visitors of a site differ from each other, computed by Spark with pandas."""
