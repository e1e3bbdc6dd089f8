"""Argentina: CAE, conditions before the IVA (docs: alegra-api 12.7)."""

from .country import PROVINCIAL_ADDRESS, Country, Requirement, of_contacts

_KIND = "alegra.identification_type"

ARGENTINA = Country(
    name="Argentina",
    alpha_2="AR",
    address=PROVINCIAL_ADDRESS,
    other_address={"state": "department"},
    identification_kinds=("CUIT", "CDI", "CI", "PASSPORT", "DNI", "OTHER"),
    requirements={
        **of_contacts(
            Requirement(
                "tax_number", "identificationObject", "the tax number of a contact", "30715123459"
            ),
            Requirement(_KIND, "identificationObject", "the kind of the tax number", "CUIT"),
            Requirement(
                *("alegra.iva_condition", "ivaCondition", "the condition before the IVA"),
                "FINAL_CONSUMER",
            ),
        ),
        "invoice_items": (Requirement("alegra.unit", "unit", "the unit of an item", "unit"),),
    },
)
