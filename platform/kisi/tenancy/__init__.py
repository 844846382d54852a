"""The tenancy kernel: who logs in to the database, which host means which municipality, how schemas are made."""
