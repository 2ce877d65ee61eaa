"""What people see and do: Django apps with the names of the core's steps."""
