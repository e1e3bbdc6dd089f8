"""Files that follow from the models: specifications, field tables, the picture of the data."""
