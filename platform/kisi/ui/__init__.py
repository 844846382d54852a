"""The design system: components, form renderer, lists, charts, icons and the registry of the shell."""
