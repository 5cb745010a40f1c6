"""Pages and pictures to publish."""
