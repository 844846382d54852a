"""Taking part: participants' pages, paper, interviews and tablets. Stores answers only through ``tenants.surveys``."""
