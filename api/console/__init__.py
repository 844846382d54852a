"""Machine accounts on screen: the operator issues and revokes what ``kisi token`` issues on the command line."""
