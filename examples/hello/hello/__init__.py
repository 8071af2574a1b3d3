"""An example of an application to pack: a little report made with numpy, pandas and requests."""
