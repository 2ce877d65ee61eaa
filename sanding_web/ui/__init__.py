"""Layout, components, words, map: what every page is made of."""
