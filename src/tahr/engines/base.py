"""The interface of an engine: the primitives everything else is made of.

An engine is one folder with an object `ENGINE` in its `__init__.py`, an instance of a class
that fills in every name below. It is all that knows its framework: nothing outside imports it.

Rules that hold for every primitive:

* Tensors come in converted and promoted. A primitive gets tensors of its own engine; where it
  takes several they have one dtype already, unless it says otherwise. It promotes nothing.
* The result has the dtype of the inputs, except where the text says another.
* Shapes are static tuples of integers. `axes` is a sorted tuple of non-negative axes; `axis`
  is non-negative. Broadcasting is NumPy's.
* dtypes are the names in `core.dtypes.NAMES`.
* Images, sequences and volumes keep their channels last: `(batch, *spatial, channels)`.
* No primitive looks at values to decide a shape, so all of them can be compiled.
* Integer division by zero gives an unspecified number and never raises.
* Wrong shapes raise `ShapeError`. `spec` checks them for everyone else, before anything runs.
"""

import logging
from abc import abstractmethod, update_abstractmethods
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Literal, Protocol, Self, TypeAlias, TypeVar, runtime_checkable

import tahr.core.specs
from tahr.core import current
from tahr.core.errors import EngineError
from tahr.core.sparse import Coordinates
from tahr.core.streams import Stream
from tahr.engines.elementwise import BINARY, PREDICATES, UNARY, Binary, Elementwise, Unary

__all__ = [
    "BINARY",
    "PREDICATES",
    "UNARY",
    "WITH_COMPLEX",
    "Axes",
    "Binary",
    "Device",
    "Effort",
    "Engine",
    "Foreseeing",
    "Index",
    "Mode",
    "Pads",
    "Unary",
]  # fmt: skip

LOGGER = logging.getLogger("tahr")
T = TypeVar("T")
Axes: TypeAlias = tuple[int, ...]
Pads: TypeAlias = tuple[tuple[int, int], ...]
Index: TypeAlias = "int | slice | Any | None"
Mode: TypeAlias = Literal["set", "add", "multiply", "min", "max"]
Device: TypeAlias = str
Effort: TypeAlias = Literal["quick", "full"]
WITH_COMPLEX = ("complex", "real", "imag", "eig")
"""The primitives that an engine may lack."""


@runtime_checkable
class Foreseeing(Protocol):
    """A compiled function that makes use of what `Engine.foresee` is told."""

    def foresee(self, calls: int) -> None:
        """Is told how many calls come with the specs of the next one."""
        ...


class Engine(Elementwise[T]):
    """Everything an engine must do, T being its tensor type."""

    name: str
    gradients: bool = True
    """Whether it can differentiate, and so train."""
    compiles: bool = True
    """Whether it makes programs, each for certain shapes, that take time to be made."""
    hoards: bool = False
    """Whether a compiled function keeps every program it made for as long as it lives."""
    bfloat16_pays: tuple[str, ...] = ("gpu", "tpu")
    """On which devices products of bfloat16 matrices are known to be faster than of float32."""
    native: Mapping[str, Callable[..., Any]] = {}
    """Faster versions of ops by op name, with the op's signature; inputs come converted.

    One that returns `NotImplemented` leaves the case to the common version.
    """

    texts: Any = None
    """Its functions of text, where it has some; other engines leave text to the host."""

    def __new__(cls, *_: Any, **__: Any) -> Self:
        """Makes the engine, if nothing is missing; tables may have been filled in since."""
        update_abstractmethods(cls)
        return super().__new__(cls)

    def matrix_dtype(self) -> str:
        """Returns the dtype to train in for speed, on the device in use: bfloat16 or float32."""
        place = current.device() or self.devices()[0]
        return "bfloat16" if place.partition(":")[0] in self.bfloat16_pays else "float32"

    def seed(self, seed: int) -> None:
        """Seeds the framework's own random numbers, where it has a stream of them."""

    def stream(self) -> Stream | None:
        """Returns the stream of the framework's own random numbers, which a program may seed."""
        return None

    # Elementwise, with one more argument; all others are in `Elementwise`.

    @abstractmethod
    def where(self, condition: T, x: T, y: T) -> T:
        """Takes from x where the bool condition holds, else from y; all three broadcast."""

    # Tensors in and out.

    @abstractmethod
    def is_tensor(self, value: object) -> bool:
        """Returns whether a value is a tensor of this engine (a traced one included)."""

    @abstractmethod
    def is_concrete(self, tensor: T) -> bool:
        """Returns whether a tensor has its values now, rather than inside a trace."""

    def version(self, tensor: T) -> int | None:
        """Returns how often a tensor was written over in place; None where nobody counts."""
        return 0

    @abstractmethod
    def asarray(self, value: Any, dtype: str | None = None) -> T:
        """Converts a scalar, nested lists, a NumPy array or any DLPack array; casts if asked."""

    def as_step_input(self, array: Any) -> Any:
        """Returns what a compiled function may be called with in the place of `asarray(array)`.

        The array must not change before the results are there.
        """
        return self.asarray(array)

    @abstractmethod
    def to_numpy(self, tensor: T) -> Any:
        """Copies a tensor to the host as a NumPy array."""

    has_sparse = False
    """Whether the framework has sparse tensors that this engine computes with."""

    def is_sparse(self, value: object) -> bool:
        """Returns whether a value is a sparse tensor of this engine's framework."""
        return False

    def sparse(self, found: Coordinates) -> Any:
        """Makes a sparse tensor; where the framework has none, or none to compile, a dense one.

        Args:
            found: with tensors of this engine; indices beyond the shape have the value zero.
        """
        return self.dense(found)

    def coordinates(self, value: Any, unique: bool = False) -> Coordinates:
        """Returns what a sparse tensor of this engine holds, every index within the shape.

        Args:
            value: one that `is_sparse`.
            unique: whether places that occur twice are to be added up.
        """
        raise NotImplementedError(f"the {self.name} engine has no sparse tensors")

    def dense(self, found: Coordinates) -> T:
        """Returns the dense tensor with the values of a sparse one."""
        dtype = self.dtype_of(found.values)
        counted = self.cast(found.values, "int32") if dtype == "bool" else found.values
        zeros = self.full(found.shape, 0, self.dtype_of(counted))
        indices = self.within(found.indices, found.shape)
        return self.cast(self.scatter(zeros, indices, counted, "add"), dtype)

    def within(self, indices: T, shape: tuple[int, ...]) -> T:
        """Returns indices of a sparse tensor with those beyond its shape moved to the end."""
        last = self.asarray([max(n - 1, 0) for n in shape], self.dtype_of(indices))
        return self.minimum(indices, last)

    def numbers(self, lengths: T) -> Any:
        """Returns the integers that a tensor of lengths holds: one, or a list of them.

        Raises:
            ShapeError: they are not known yet where a graph is being made.
        """
        return self.to_numpy(lengths).tolist()

    @abstractmethod
    def cast(self, x: T, dtype: str) -> T:
        """Converts to another dtype; floats turn into integers towards zero."""

    @abstractmethod
    def dtype_of(self, x: T) -> str:
        """Returns the dtype's name."""

    @abstractmethod
    def full(self, shape: tuple[int, ...], value: float | bool, dtype: str) -> T:
        """Makes a tensor of one value."""

    @abstractmethod
    def arange(self, start: float, stop: float, step: float, dtype: str) -> T:
        """Makes start, start + step, ... below stop."""

    def bitcast(self, x: T, dtype: str) -> T:
        """Returns the same bits as numbers of another dtype; neither is bool.

        Where the numbers get smaller there is one more axis, at the end; where they get larger
        the last axis, of as many as make one, goes.
        """
        raise EngineError("bits are out of reach", where=f"the {self.name} engine")

    # Reductions. `axes` is every axis for a full reduction, and () reduces nothing.

    @abstractmethod
    def sum(self, x: T, axes: Axes, keepdims: bool) -> T:
        """Adds up."""

    @abstractmethod
    def prod(self, x: T, axes: Axes, keepdims: bool) -> T:
        """Multiplies up."""

    @abstractmethod
    def max(self, x: T, axes: Axes, keepdims: bool) -> T:
        """Returns the largest; NaN if there is one."""

    @abstractmethod
    def min(self, x: T, axes: Axes, keepdims: bool) -> T:
        """Returns the smallest; NaN if there is one."""

    @abstractmethod
    def any(self, x: T, axes: Axes, keepdims: bool) -> T:
        """Returns whether any of these bools holds."""

    @abstractmethod
    def all(self, x: T, axes: Axes, keepdims: bool) -> T:
        """Returns whether all of these bools hold."""

    @abstractmethod
    def argmax(self, x: T, axis: int) -> T:
        """Returns the int32 index of the first largest along an axis, which disappears."""

    @abstractmethod
    def argmin(self, x: T, axis: int) -> T:
        """Returns the int32 index of the first smallest along an axis, which disappears."""

    @abstractmethod
    def cumsum(self, x: T, axis: int) -> T:
        """Returns the cumulative sum along an axis."""

    @abstractmethod
    def cumprod(self, x: T, axis: int) -> T:
        """Returns the cumulative product along an axis."""

    # Shapes.

    @abstractmethod
    def reshape(self, x: T, shape: tuple[int, ...]) -> T:
        """Returns another shape of the same size; one length may be -1."""

    @abstractmethod
    def transpose(self, x: T, axes: tuple[int, ...]) -> T:
        """Permutes the axes."""

    @abstractmethod
    def broadcast_to(self, x: T, shape: tuple[int, ...]) -> T:
        """Repeats along axes of length one, and along new leading ones."""

    @abstractmethod
    def concatenate(self, xs: Sequence[T], axis: int) -> T:
        """Joins along an axis."""

    @abstractmethod
    def pad(self, x: T, pads: Pads, value: float) -> T:
        """Puts a value around: (before, after) for each axis."""

    @abstractmethod
    def flip(self, x: T, axes: Axes) -> T:
        """Reverses along axes."""

    # Indexing. Indices are integer tensors; none may be out of range; negatives are resolved.

    @abstractmethod
    def get_item(self, x: T, index: tuple[Index, ...]) -> T:
        """Python indexing with integers, slices (any step), None, Ellipsis, integer tensors."""

    @abstractmethod
    def take(self, x: T, indices: T, axis: int) -> T:
        """Picks slices along an axis; the indices' shape stands in the axis's place."""

    @abstractmethod
    def take_along_axis(self, x: T, indices: T, axis: int) -> T:
        """Picks one element for each index, the other axes matched."""

    @abstractmethod
    def scatter(self, x: T, indices: T, updates: T, mode: Mode) -> T:
        """Combines updates into x at indices `(*n, depth)`, updates `(*n, *x.shape[depth:])`.

        Repeated indices combine in order for "add", "multiply", "min", "max"; for "set" one
        of them is kept.
        """

    @abstractmethod
    def slice(self, x: T, start: Sequence[T], lengths: tuple[int, ...]) -> T:
        """Cuts out a block at a start computed at run time; one scalar integer tensor an axis.

        A start from which the block would not fit is moved to the nearest that does.
        """

    @abstractmethod
    def slice_update(self, x: T, start: Sequence[T], updates: T) -> T:
        """Overwrites a block at a start computed at run time, moved as for `slice`."""

    @abstractmethod
    def sort(self, x: T, axis: int) -> T:
        """Sorts in ascending order."""

    @abstractmethod
    def argsort(self, x: T, axis: int) -> T:
        """Returns the int32 indices that sort in ascending order, stably."""

    @abstractmethod
    def top_k(self, x: T, k: int) -> tuple[T, T]:
        """Returns the k largest along the last axis, in descending order, and their int32 indices.

        Equals come in any order.
        """

    @abstractmethod
    def searchsorted(self, sorted_x: T, values: T, side: Literal["left", "right"]) -> T:
        """Returns the int32 places of values in a sorted vector."""

    # Linear algebra, on the last two axes, batched over the others.

    @abstractmethod
    def matmul(self, x: T, y: T) -> T:
        """Multiplies matrices, or vectors as NumPy does; leading axes broadcast."""

    @abstractmethod
    def einsum(self, equation: str, *xs: T) -> T:
        """Sums products by Einstein's convention; "..." allowed."""

    @abstractmethod
    def solve(self, a: T, b: T) -> T:
        """Solves a x = b for matrices a `(..., n, n)` and b `(..., n, k)`."""

    @abstractmethod
    def solve_triangular(self, a: T, b: T, lower: bool) -> T:
        """Solves a x = b for a triangular a."""

    @abstractmethod
    def cholesky(self, x: T) -> T:
        """Returns lower-triangular l with l l* = x."""

    @abstractmethod
    def qr(self, x: T, mode: Literal["reduced", "complete"]) -> tuple[T, T]:
        """QR decomposition: orthonormal q and upper-triangular r with q r = x."""

    @abstractmethod
    def svd(self, x: T, full_matrices: bool) -> tuple[T, T, T]:
        """Singular value decomposition: u, s, vh with u diag(s) vh = x, s descending."""

    @abstractmethod
    def eigh(self, x: T) -> tuple[T, T]:
        """Returns the eigenvalues of a symmetric matrix, upwards, and its eigenvectors."""

    @abstractmethod
    def det(self, x: T) -> T:
        """Returns the determinant."""

    @abstractmethod
    def fft(self, real: T, imag: T, inverse: bool) -> tuple[T, T]:
        """Discrete Fourier transform along the last axis, complex numbers as two tensors."""

    # Complex numbers, which an engine may lack: their dtypes are those in `core.dtypes.COMPLEX`.

    def complex(self, real: T, imag: T) -> T:
        """Makes complex numbers of their parts, float32 or float64."""
        raise self._without("complex numbers")

    def real(self, x: T) -> T:
        """Returns the real part of complex numbers."""
        raise self._without("complex numbers")

    def imag(self, x: T) -> T:
        """Returns the imaginary part of complex numbers."""
        raise self._without("complex numbers")

    def eig(self, x: T) -> tuple[T, T]:
        """Returns the eigenvalues of square matrices, in any order, and eigenvectors, complex.

        x is of float32 or float64, or complex.
        """
        raise self._without("complex numbers")

    def _without(self, what: str) -> EngineError:
        return EngineError(
            f"the {self.name} engine has no {what}", todo="take another engine for this part"
        )

    # Windows, channels last.

    @abstractmethod
    def conv(self, x: T, kernel: T, strides: Axes, pads: Pads, dilation: Axes, groups: int) -> T:
        """Correlates x `(n, *spatial, c_in)` with kernel `(*window, c_in / groups, c_out)`."""

    @abstractmethod
    def conv_transpose(self, x: T, kernel: T, strides: Axes, pads: Pads, dilation: Axes) -> T:
        """The gradient of `conv` with respect to its input, kernel `(*window, c_out, c_in)`.

        x is dilated by the strides and padded by `pads`, then convolved, unit strides, with
        the kernel flipped and its last two axes swapped.
        """

    @abstractmethod
    def pool(self, x: T, window: Axes, strides: Axes, pads: Pads, mode: Literal["max", "sum"]) -> T:
        """Reduces windows of `(n, *spatial, c)`; padding counts as -inf or as zero."""

    # Randomness: a pure function of the key.

    @abstractmethod
    def random_bits(self, key: T, shape: tuple[int, ...]) -> T:
        """Returns uniform uint32 numbers from a key, a uint32 tensor of shape (2,).

        In row-major order a longer draw begins with a shorter one.
        """

    # Control flow; states and inputs are trees of tensors.

    @abstractmethod
    def scan(
        self,
        step: Callable[[Any, Any], tuple[Any, Any]],
        state: Any,
        xs: Any,
        length: int,
        reverse: bool = False,
    ) -> tuple[Any, Any]:
        """Runs step(state, x) -> (state, y) along the first axis of xs; stacks the ys.

        xs may be None. With `reverse` it goes from the end, ys staying in the order of xs.
        """

    @abstractmethod
    def while_loop(
        self,
        condition: Callable[[Any], T],
        body: Callable[[Any], Any],
        state: Any,
        limit: int | None = None,
    ) -> Any:
        """Repeats state = body(state) while condition(state), a bool scalar, holds.

        Args:
            condition: whether to go on.
            body: one round.
            state: what it starts from.
            limit: a number of rounds the caller knows it never exceeds, for engines that
                cannot loop in compiled code.
        """

    @abstractmethod
    def cond(self, predicate: T, yes: Callable[[], Any], no: Callable[[], Any]) -> Any:
        """Runs one of two pure functions that return trees of the same specs.

        Where the predicate is not known yet, an engine may run both and select.
        """

    @abstractmethod
    def vmap(
        self, function: Callable[..., Any], in_axes: tuple[int | None, ...]
    ) -> Callable[..., Any]:
        """Returns a function that maps over an axis of its arguments, stacking on axis 0."""

    # Gradients.

    @abstractmethod
    def stop_gradient(self, x: T) -> T:
        """Returns x as a constant."""

    @abstractmethod
    def custom_gradient(
        self, function: Callable[..., tuple[Any, Callable[..., Any]]]
    ) -> Callable[..., Any]:
        """Wraps f(*tensors) -> (out, gradient) with gradient(out's gradient) -> tensors'."""

    @abstractmethod
    def value_and_grad(
        self, function: Callable[[list[T]], tuple[T, Any]], values: list[T]
    ) -> tuple[tuple[T, Any], list[T]]:
        """Differentiates a scalar: function(values) -> (scalar, tree of other results).

        Returns:
            ((scalar, other results), a gradient for each value, zeros where it has no part).
        """

    @abstractmethod
    def checkpoint(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Returns a function that recomputes its inside in the backward pass."""

    # Running.

    @abstractmethod
    def compile(
        self,
        function: Callable[..., Any],
        donate: tuple[int, ...] = (),
        effort: Effort = "quick",
    ) -> Callable[..., Any]:
        """Compiles a pure function of trees of tensors, once for each set of input specs.

        What cannot be compiled runs as it is written, and the engine says so in its log.

        Args:
            function: gets and returns trees (dicts, lists, tuples, None) of tensors.
            donate: positions of arguments whose memory may be reused: dead after the call.
            effort: "full" where a run is long enough to pay for a slow compiler.
        """

    def repeat(
        self, step: Callable[..., Any], state: Sequence[Any], inputs: Any
    ) -> Callable[..., Any] | None:
        """Compiles a loop of a step, where this engine gains by many steps in one call.

        Args:
            step: a pure function (state, inputs) -> (state, outputs).
            state: specs of the list of tensors it takes and gives.
            inputs: specs of what one step takes, a tree.

        Returns:
            A function (state, inputs, count) -> (state, outputs of the last step) that runs the
            first `count` steps of inputs with one more axis in front. Its numbers are those of
            single steps, to the bit. None where the step is faster alone.
        """
        return None

    def foresee(self, compiled: Callable[..., Any], calls: int) -> None:
        """Is told how often a compiled function will be called: that may pay for more effort.

        What is told holds for the specs of the next call. If the function has not met them, it is
        compiled then, once and for good, with the effort that so many calls pay for.

        Args:
            compiled: what `compile` gave for the effort "quick".
            calls: how many calls with those specs are to come; 0 for few.
        """
        if isinstance(compiled, Foreseeing):
            compiled.foresee(calls)

    @abstractmethod
    def evaluate_spec(
        self, function: Callable[..., Any], specs: "list[tahr.core.specs.TensorSpec]"
    ) -> Any:
        """Returns the tree of specs a function would return, by the framework's own tracing."""

    def leaves_numbers(self) -> bool:
        """Returns whether a body that is called at every round gets Python's numbers as they are.

        For a framework whose own operators mix no dtypes: a number goes with any of them.
        """
        return False

    def traces_loops(self, length: object) -> bool:
        """Returns whether `scan` traces its step now, rather than calling it at every round.

        Args:
            length: the number of rounds.
        """
        return False

    def in_pipeline(
        self,
        function: Callable[[Any], Any],
        tensor: T,
        foretold: "Callable[[tahr.core.specs.TensorSpec], tahr.core.specs.TensorSpec]",
    ) -> Any:
        """Puts a function of arrays into a pipeline of data that the framework runs on the host.

        Args:
            function: gets an array of NumPy's, and returns one.
            tensor: a tensor that the framework is tracing.
            foretold: gives the spec of what comes of a spec.

        Returns:
            A tensor of the trace; NotImplemented where the framework has no such pipelines.
        """
        return NotImplemented

    def shape_of(self, tensor: T) -> tuple[Any, ...]:
        """Returns the shape of a tensor; a scalar tensor is a length that a trace finds out."""
        return tuple(tensor.shape)  # type: ignore[attr-defined]

    def has_open_lengths(self, tree: Any) -> bool:
        """Returns whether a trace that is not Tahr's own does not know a length of its tensors.

        Args:
            tree: of tensors and anything else.
        """
        return False

    def with_open_lengths(
        self, function: Callable[[Any], Any], inputs: Any, variables: Sequence[Any]
    ) -> Any:
        """Runs a function in a trace that is not Tahr's own, where lengths may be unknown.

        Args:
            function: gets the inputs, and returns a tree of tensors.
            inputs: a tree of tensors that the framework is tracing, and of anything else.
            variables: those that the function reads and assigns.
        """
        return function(inputs)

    def eagerly(self) -> AbstractContextManager[None]:
        """Computes at once what is computed inside the block, even while a function is traced."""
        return nullcontext()

    def making_anew(self) -> AbstractContextManager[Any]:
        """Lets `a *= b` inside the block make a new tensor, where the framework would not."""
        return nullcontext()

    def is_watched(self) -> bool:
        """Returns whether the framework takes down what is computed, to differentiate it later."""
        return False

    def on_read(self, variable: Any, tensor: T) -> T:
        """Returns what a program sees of a variable that it reads outside of any step.

        A framework whose own tape or backward pass is to find the variable arranges it here.

        Args:
            variable: the variable, with `trainable`, `shape` and `dtype`.
            tensor: what it holds, a tensor of this engine.
        """
        return tensor

    def gradients_by(self, function: Callable[[], Any], variables: Sequence[Any]) -> list[T]:
        """Returns the gradients of what a function returns by variables of the framework's own.

        Args:
            function: takes nothing, returns a scalar.
            variables: what it is differentiated by.
        """
        raise EngineError(
            f"the {self.name} engine has no variables of its own",
            expected="a keras.Variable",
            got=", ".join(sorted({type(v).__name__ for v in variables})),
        )

    def variable_of(self, value: Any) -> Any:
        """Returns Tahr's variable for one of the framework's own; anything else as it is.

        Args:
            value: what a program gives an optimizer to be updated.
        """
        return value

    def on_read_in_step(self, variable: Any, tensor: T) -> T:
        """Returns what a program sees of a variable that it reads inside of a step."""
        return tensor

    def on_assign(self, variable: Any, tensor: T) -> T:
        """Returns what a variable is to hold once a program assigns it outside of any step."""
        return tensor

    def profile(self, folder: str) -> AbstractContextManager[Any]:
        """Records where the time goes inside the block, in a form that TensorBoard shows.

        Args:
            folder: where the files go.
        """
        LOGGER.warning("the %s engine has no profiler: nothing goes to %s", self.name, folder)
        return nullcontext()

    @abstractmethod
    def wait(self, tree: Any) -> None:
        """Blocks until every tensor in a tree has been computed."""

    @abstractmethod
    def devices(self) -> list[Device]:
        """Lists the devices, the default one first: "cpu", "gpu:0", ..."""

    @abstractmethod
    def device(self, name: Device) -> AbstractContextManager[None]:
        """Puts what is made inside the block on a device."""

    @abstractmethod
    def put(self, tensor: T, device: Device) -> T:
        """Moves a tensor to a device."""

    @abstractmethod
    def versions(self) -> dict[str, str]:
        """Returns the framework's packages and their versions."""
