from dygn.figures.models.kept_figure import KeptFigure

__all__ = ["KeptFigure"]
