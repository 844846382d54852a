"""Help for every screen, and what is new: Markdown files of the apps and the change log. No tables."""
