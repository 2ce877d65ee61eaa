"""Serah terima: an officer rotates, and roles and running work go to another in one act."""
