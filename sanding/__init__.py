"""Sanding: what a district's poverty programme decides and computes. No Django here."""

__version__ = "0.2.0"
