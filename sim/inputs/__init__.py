"""What one hands in: workplaces, parameters, levers, settings and the generic design's phases, read and checked."""
