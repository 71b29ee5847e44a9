"""Drawing people: :mod:`plan` decides what is drawn (pure), in :mod:`elements`; :mod:`painter` paints them with OpenCV.

The window paints the same plan with Qt, so a recording looks as the window shows it.
"""
