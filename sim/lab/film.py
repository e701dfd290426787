"""Pictures that change week by week: what stands still is drawn once, what moves is drawn upon it.

Drawing whole figures would take a second and more a week; text and ticks are most of it, and they stand still.
"""

import io
from collections.abc import Callable

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

DOTS = 120  # an inch


class Film:
    """A figure whose axes are finished; frames are made of it by adding to them for a moment."""

    def __init__(self, figure: Figure):
        figure.set_dpi(DOTS)
        self.figure, self.canvas = figure, FigureCanvasAgg(figure)
        self.canvas.draw()
        self.still = self.canvas.copy_from_bbox(figure.bbox)
        for axes in figure.axes:
            axes.autoscale(False)

    def frame(self, add: Callable[[], None]) -> bytes:
        """One picture as PNG; ``add`` draws on the axes of the figure what is to be seen on this one only."""
        before = {id(child) for axes in self.figure.axes for child in axes.get_children()}
        add()
        self.canvas.restore_region(self.still)
        for axes in self.figure.axes:
            passing = [child for child in axes.get_children() if id(child) not in before]
            for artist in sorted(passing, key=lambda artist: artist.get_zorder()):
                axes.draw_artist(artist)
            for artist in passing:
                artist.remove()
        size = self.canvas.get_width_height()
        picture = io.BytesIO()
        Image.frombuffer("RGBA", size, self.canvas.buffer_rgba(), "raw", "RGBA", 0, 1).convert("RGB").save(picture, "png", compress_level=2)
        return picture.getvalue()
