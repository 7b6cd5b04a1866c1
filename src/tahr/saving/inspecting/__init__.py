"""Looking into files without making anything of them."""
