"""Every page of both hosts for every role in a real browser: axe, wide and narrow, light and dark; 320 px."""
