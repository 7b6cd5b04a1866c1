"""What became of each layer when a model was quantized."""

from tahr.core.errors import ArgumentError


class QuantizationReport:
    """Which layers were quantized, and why others were not.

    Args:
        mode: how the model was quantized.

    Example:
        >>> report = QuantizationReport("int8")
        >>> report.add_quantized("head", "int8", "int8_from_float32")
        >>> report.add_skipped("drop", QuantizationReport.SKIP_NO_SUPPORT)
        >>> report.num_quantized, report.skipped_by_reason("filtered")
        (1, [])
    """

    SKIP_NO_SUPPORT = "no_support"
    SKIP_FILTERED = "filtered"
    SKIP_ALREADY_QUANTIZED = "already_quantized"
    SKIP_OUTSIDE_STRUCTURE = "outside_structure"

    def __init__(self, mode: str | None = None) -> None:
        self.mode = mode
        self.quantized: list[tuple[str, str, str]] = []
        self.skipped: list[tuple[str, str]] = []

    @property
    def num_quantized(self) -> int:
        """How many layers were quantized."""
        return len(self.quantized)

    @property
    def num_skipped(self) -> int:
        """How many layers were left as they are."""
        return len(self.skipped)

    def add_quantized(self, path: str, mode: str, scheme: str) -> None:
        """Notes a layer that was quantized.

        Args:
            path: the layer's.
            mode: how.
            scheme: the name of its dtype policy.
        """
        self.quantized.append((path, mode, scheme))

    def add_skipped(self, path: str, reason: str) -> None:
        """Notes a layer that was left as it is.

        Args:
            path: the layer's.
            reason: one of those above.

        Raises:
            ArgumentError: it is none of them.
        """
        if reason not in REASONS:
            raise ArgumentError(f"no reason is called {reason!r}", expected=", ".join(REASONS))
        self.skipped.append((path, reason))

    def skipped_by_reason(self, reason: str) -> list[str]:
        """Returns the paths of the layers that were left for a reason.

        Args:
            reason: one of those above.
        """
        return [path for path, why in self.skipped if why == reason]

    def summary_warning(self) -> str | None:
        """Returns one sentence where nothing was quantized; None otherwise."""
        if self.quantized:
            return None
        reasons = sorted({REASONS[why] for _, why in self.skipped})
        return f"no layer was quantized to {self.mode}: " + ("; ".join(reasons) or "there is none")

    def render(self) -> str:
        """Returns the report as text, a layer a line.

        Example:
            >>> report = QuantizationReport("int8")
            >>> report.add_quantized("head", "int8", "int8_from_float32")
            >>> print(report.render())
            int8: 1 quantized, 0 left
              head: int8_from_float32
        """
        lines = [f"{self.mode}: {self.num_quantized} quantized, {self.num_skipped} left"]
        lines += [f"  {path}: {scheme}" for path, _, scheme in self.quantized]
        lines += [f"  {path}: left, {REASONS[reason]}" for path, reason in self.skipped]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<QuantizationReport {self.render().splitlines()[0]}>"


REASONS = {
    QuantizationReport.SKIP_NO_SUPPORT: "it has no quantized form",
    QuantizationReport.SKIP_FILTERED: "the filters exclude it",
    QuantizationReport.SKIP_ALREADY_QUANTIZED: "it is quantized already",
    QuantizationReport.SKIP_OUTSIDE_STRUCTURE: "it is outside the structure that was given",
}
"""Why a layer may be left, in words."""
