"""Answers that are errors, in Alegra's shape (docs: alegra-api 1.6)."""

from typing import Any


class ApiError(Exception):
    """An error answer.

    Args:
        status: HTTP status.
        code: Alegra's own code in the body.
        message: Alegra's text, in Spanish as a rule.
        extra: what else the body carries.
    """

    def __init__(self, status: int, code: int | str, message: str, **extra: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body: Any = {"code": code, "message": message, **extra}


def not_found(what: str, code: int = 404) -> ApiError:
    """No record with that id (docs: alegra-api 1.6, HTTP 404)."""
    return ApiError(404, code, f"{what} no encontrado")


def gone(what: str, answer: str) -> ApiError:
    """A record that is not there, or not any more, in one of the answers of a quirk."""
    error = not_found(what)
    if answer == "400":
        return invalid(f"{what} no existe")
    if answer in ("204", "empty", "error"):
        error.status = 204 if answer == "204" else 200
        error.body = {"204": None, "empty": [], "error": {"error": error.body}}[answer]
    return error


def forbidden() -> ApiError:
    """A path that does not exist is forbidden, not missing (docs: alegra-api 1.6, HTTP 403)."""
    return ApiError(403, 403, "No tiene permisos para realizar esta acción")


def unauthorized() -> ApiError:
    """Wrong e-mail or token (docs: alegra-api 1.6, HTTP 401)."""
    return ApiError(401, 401, "Usuario o token de autenticación inválido")


def invalid(message: str = "Datos invalidos", code: int = 400, **extra: Any) -> ApiError:
    """Something that Alegra refuses (docs: alegra-api 1.3 and 1.6, HTTP 400)."""
    return ApiError(400, code, message, **extra)


def overloaded() -> ApiError:
    """Too much at a time (docs: alegra-api 1.2 and 1.6, HTTP 503)."""
    return ApiError(503, 503, "Service Unavailable")
