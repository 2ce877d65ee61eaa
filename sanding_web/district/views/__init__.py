"""Pages of the district: settings, notes, agencies, and the start from where the office is."""
