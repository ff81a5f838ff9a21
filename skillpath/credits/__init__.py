"""Credit: what bodies recommend for what a learner holds."""
