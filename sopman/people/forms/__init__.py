"""Forms of the people pages: POST to the arguments of one action."""
