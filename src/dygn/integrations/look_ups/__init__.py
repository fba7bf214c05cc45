"""Outside sources that tell something about what somebody types in a form (the port ``base.look_ups``)."""
