"""What ops do with sparse tensors, once, over coordinates, on every engine that has them.

Any op that is not here makes its argument dense, as it gives something for every place.
"""

from tahr.ops.sparse import arithmetic, elementwise, products, reductions, shapes

__all__ = ["arithmetic", "elementwise", "products", "reductions", "shapes"]
