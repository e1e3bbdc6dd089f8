"""The Airbyte destination: unified accounting records written into Alegra as drafts."""
