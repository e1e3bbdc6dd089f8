"""Users of the company's Alegra: personal data (docs: alegra-api 3.12 and 11.1)."""

from alegra_api.listing import Listing

from ..fields import text
from ..records import NativeRecord
from ..resource import Resource
from ..synchronization import MasterData


class User(NativeRecord):
    """One person who may use Alegra; personal data, so that only who needs it reads it."""

    name = text()
    last_name = text()
    email = text()
    username = text()
    role = text(meaning="In Alegra's own word, e.g. admin.")
    type = text()
    position = text()
    status = text(meaning="active or inactive.")
    language = text()
    phone = text()
    phone_code = text()


USERS = Resource(
    name="users",
    model=User,
    listing=Listing(path="/users"),
    documentation="https://developer.alegra.com/reference/users",
    strategy=MasterData(),
)
