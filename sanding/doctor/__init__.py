"""``sanding doctor``: what is wrong with an installation, each in one line with its remedy."""
