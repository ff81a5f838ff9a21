"""Transfer rules: each form reads itself from YAML (catalog/programmes.py), and is applied by one of the modules here."""
