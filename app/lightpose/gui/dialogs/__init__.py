"""The dialogs, one file each; :mod:`host` shows them."""
