"""How long things are kept, and what ends their time: profiles, the fate of each ad, purges and erasures."""
