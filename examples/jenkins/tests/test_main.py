import unittest

from my_application.main import address


class Address(unittest.TestCase):
    def test_the_port_of_the_scheme_is_taken_where_none_is_named(self):
        self.assertEqual(address("https://example.com/shop"), "example.com:443")

    def test_the_port_that_is_named_is_taken(self):
        self.assertEqual(address("http://EXAMPLE.com:8080"), "example.com:8080")
