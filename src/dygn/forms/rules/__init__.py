"""What a form is and how it is reckoned with, without database and without web."""
