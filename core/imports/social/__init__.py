"""Social networks: what their archives hold of people."""
