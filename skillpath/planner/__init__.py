"""The planner: request -> relevant part -> model -> solver -> schedule -> plan. Prints nothing, knows no terminal."""
