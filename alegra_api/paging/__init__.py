"""Reading Alegra's lists page by page so that no row is lost and none comes twice."""
