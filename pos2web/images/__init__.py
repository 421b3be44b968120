"""Photos: what they are, how they fit a shop's limits, which of them show the same.

Every function here may be called from several threads at once.
"""

from pos2web.images.fitting import fit
from pos2web.images.likeness import Likeness, likeness
from pos2web.images.reading import PIXELS_MAX, Picture, fingerprint, identify

__all__ = ["PIXELS_MAX", "Likeness", "Picture", "fingerprint", "fit", "identify", "likeness"]
