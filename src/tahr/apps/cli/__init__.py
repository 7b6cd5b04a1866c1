"""The command line: `tahr run`, `tahr demo`, `tahr doctor`."""
