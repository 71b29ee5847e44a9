"""A page on a recording: who was seen when, joint angles, repetitions."""
