"""The Airbyte source: Alegra's books as unified accounting records."""
