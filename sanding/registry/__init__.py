"""Registry (data terpadu): government sheets as they come → families, persons, villages, in dated vintages."""
