"""Charts as pieces of SVG, of a width and a height in pixels, with the origin at their upper left corner."""
