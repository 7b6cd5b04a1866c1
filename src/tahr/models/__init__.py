"""Models: sequential, functional, subclassed; graphs, summaries, pictures."""

from tahr.models.model import Functional, Model
from tahr.models.sequential import Sequential
