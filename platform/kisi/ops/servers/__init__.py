"""PostgreSQL and Valkey from the wheels, run for real use and for tests; nothing here imports Django."""
