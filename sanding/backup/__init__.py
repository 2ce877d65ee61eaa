"""Encrypted backups in one file each, and their restore beside the running installation (ADR 0056)."""
