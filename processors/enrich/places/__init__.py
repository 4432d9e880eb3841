"""How places are found: names of the gazetteer, where something says that a place is meant, and which one."""
