"""All questions, in the order in which they are asked: the requests may not last for all."""

from ..question import Question
from . import filters, limits, lists, records

QUESTIONS: tuple[Question, ...] = (
    *lists.QUESTIONS,
    *filters.QUESTIONS,
    *records.QUESTIONS,
    *limits.QUESTIONS,
)
