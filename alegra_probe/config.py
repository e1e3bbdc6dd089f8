"""What the probe takes of a configuration of the source."""

from pydantic import BaseModel, ConfigDict, Field

from alegra_api.client import PUBLIC_URL
from alegra_api.configuration import ApiToken, ApiUrl


class Config(BaseModel):
    """The account; whatever else a source is told does not matter here."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    email: str = Field(min_length=3)
    api_token: ApiToken
    api_url: ApiUrl = PUBLIC_URL
