"""Training: config, loop, checkpoints, export."""
