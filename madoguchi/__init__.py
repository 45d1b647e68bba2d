"""Madoguchi (窓口): a customer service desk on which nothing is lost and nobody answers twice."""

__version__ = "0.1.0"
