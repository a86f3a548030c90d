"""How a list is made: gather, merge, insert just-published, apply the rules, give reasons; one file per stage."""
