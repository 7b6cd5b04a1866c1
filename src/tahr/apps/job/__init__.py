"""A job: one file that says what is to be learned, from what, and how."""

from tahr.core.extras import required

required("pydantic", "cli")
required("ruamel", "cli")
