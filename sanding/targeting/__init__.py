"""Targeting (penetapan prioritas): the priority villages by wave, explained and frozen."""
