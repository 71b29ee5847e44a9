"""Training data: data set files → samples → augmented (image, target, weight) batches."""
