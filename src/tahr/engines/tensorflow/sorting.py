"""Sorting, by integers whose order is that of the numbers, as top_k leaves NaNs anywhere."""

from tahr.engines.tensorflow.starting import tf
from tahr.engines.tensorflow.widening import COUNTED, Tensor, widened

SIGNED = {tf.float16: tf.int16, tf.bfloat16: tf.int16, tf.float32: tf.int32, tf.float64: tf.int64}


def order(x: Tensor, axis: int) -> Tensor:
    """Returns the int32 indices that sort upwards along an axis, equals in their order."""
    return _order(x, axis)


def _ordered(x: Tensor, axis: int) -> Tensor:
    last = x.shape.rank - 1
    swap = [axis if i == last else last if i == axis else i for i in range(last + 1)]
    turned = tf.bitwise.invert(keys(x))
    if axis != last:
        turned = tf.transpose(turned, swap)
    found = tf.math.top_k(turned, tf.shape(turned)[-1]).indices
    return found if axis == last else tf.transpose(found, swap)


_order = widened(_ordered, COUNTED, narrows=False)


def keys(x: Tensor) -> Tensor:
    """Returns integers in the order of numbers: zeros alike, NaNs last.

    The bits of floats that are not negative are in order as they are; those of negative ones
    are in reverse order.
    """
    whole = SIGNED.get(x.dtype)
    if whole is None:
        return x
    plain = tf.where(tf.math.is_nan(x), x.dtype.as_numpy_dtype("nan"), x)
    bits = tf.bitcast(tf.where(tf.equal(x, 0), tf.zeros_like(x), plain), whole)
    return tf.where(bits < 0, tf.bitwise.bitwise_xor(bits, whole.max), bits)
