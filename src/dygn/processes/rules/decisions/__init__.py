"""Decision models after OMG DMN 1.1 to 1.5: read, told of what does not run, and evaluated."""
