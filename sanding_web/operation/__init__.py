"""Keeping the site: what is known of backups and of their monthly test restore."""
