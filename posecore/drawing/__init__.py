"""Drawing people: :mod:`plan` decides what is drawn (pure), :mod:`painter` paints it with OpenCV, :mod:`faces` blurs faces.

The window paints the same plan with Qt, so a recording looks as the window shows it.
"""
