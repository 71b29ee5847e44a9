"""The pages of the side panel."""
