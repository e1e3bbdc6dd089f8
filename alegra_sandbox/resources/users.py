"""Users of the company (docs: alegra-api 3.12 and 11.1); ``/users/self`` is a single object."""

from collections.abc import Iterable, Mapping

from ..books import Books
from .filters import accepting
from .resource import Listed, Record, Rendering, by_name

_PEOPLE = (("Admin", "Prueba", "admin"), ("Lucía", "Ramos", "accountant"))


class Users(Listed):
    """``/users``."""

    path = "users"
    title = "Usuario"
    column_types = "name TEXT, email TEXT, role TEXT, status TEXT"
    filters = accepting(status=("active", "inactive"))
    order_fields = by_name(id="id", name="name", email="email")

    def generated(self, books: Books) -> Iterable[Mapping[str, object]]:
        """The one who set the company up, and one who left."""
        for place, (name, _, role) in enumerate(_PEOPLE, start=1):
            reached = {"name": name, "email": f"usuario{place}@example.com", "role": role}
            yield {"id": place, **reached, "status": "active" if place == 1 else "inactive"}

    def record(self, it: Rendering) -> Record:
        """A person."""
        return {
            "id": it.drifting_id(),
            **it.copied("name", "email", "role", "status", username="email"),
            "lastName": _PEOPLE[it.id - 1][1],
            "type": "user",
            "position": None if it.id % 2 else "Contadora",
            "language": "es",
            "phone": "5550000001",
            "phoneCode": 52 if it.id % 2 else "+52",
        }
