"""Questions as they are drawn: plain view-models for the templates."""
