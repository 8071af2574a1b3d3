"""Where the report's numbers come from."""

MEANS = {
    "Lisbon": [11.6, 12.7, 14.9, 15.9, 18.0, 21.2, 23.1, 23.5, 22.1, 18.8, 15.0, 12.4],
    "Oslo": [-4.3, -4.0, -0.2, 4.5, 10.8, 15.2, 16.4, 15.2, 10.8, 6.3, 0.7, -3.1],
    "Quito": [14.5, 14.5, 14.5, 14.6, 14.7, 14.6, 14.5, 14.9, 14.8, 14.5, 14.3, 14.5],
}


def readings():
    """(city, month, mean temperature in degrees Celsius) for every city and month."""
    for city, means in MEANS.items():
        for month, celsius in enumerate(means, start=1):
            yield city, month, celsius
