"""Mexico: CFDI stamps, SAT product keys, colonias (docs: alegra-api 3.1, 3.3)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from ..random_values import RandomValues
from .country import Country, Identity, Tax

_REGIMES = (
    "GENERAL_REGIME_OF_MORAL_PEOPLE_LAW",
    "REGIME_OF_TRUST",
    "BUSINESS_ACTIVITIES_REGIME",
    "SALARIED_REGIME",
    "SIMPLIFIED_REGIME",
)
_PRODUCT_KEYS = ("43211503", "81112100", "44121600", "53131600", "50202300", "01010101")


class Mexico(Country):
    """The Mexican edition."""

    code = "MX"
    edition = "mexico"
    name = "México"
    english_name = "Mexico"
    company_name = "Papelería Mirador S.A. de C.V."
    company_identification = "PMI150312AB1"
    currency = "MXN"
    foreign_rate = 18_234_500
    time_zone = "America/Mexico_City"
    taxes = (
        Tax(1, "IVA", 16, "IVA"),
        Tax(2, "IVA frontera", 8, "IVA"),
        Tax(3, "IVA tasa cero", 0, "IVA"),
        Tax(4, "IEPS", 8, "IEPS"),
    )
    company_suffixes = ("S.A. de C.V.", "S. de R.L. de C.V.", "S.A.P.I. de C.V.", "S.C.")
    contact_inputs = ("regime", "regimeObject", "thirdType", "cfdiUse", "paymentType")
    template_ids: ClassVar[Mapping[str, str]] = {"B": "2", "*": "1"}
    wants_product_keys = True
    stamp_requires: ClassVar[Mapping[str, str]] = {
        "regimeClient": "El régimen fiscal del cliente es requerido"
    }
    stamps_payments = True
    cities = (
        ("Cuauhtémoc", "Ciudad de México"),
        ("Guadalajara", "Jalisco"),
        ("Monterrey", "Nuevo León"),
        ("Mérida", "Yucatán"),
        ("Tijuana", "Baja California"),
    )

    def identification(self, random: RandomValues, is_person: bool, serial: int) -> tuple[str, str]:
        """An RFC: thirteen characters of a person, twelve of a company."""
        letters = "".join(random.pick("ABCDEFGHJLMNPRSTV") for _ in range(4 if is_person else 3))
        born = f"{random.between(60, 99)}{random.between(1, 12):02d}{random.between(1, 28):02d}"
        last = serial % 39304
        suffix = "".join(
            "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"[place]
            for place in (last // 1156, last // 34 % 34, last % 34)
        )
        return letters + born + suffix, "RFC"

    def address(self, random: RandomValues) -> dict[str, Any]:
        """Street, numbers, colonia, municipality, state."""
        municipality, state = random.pick(self.cities)
        return {
            "street": random.pick(("Av. Juárez", "Calle Morelos", "Reforma", "Insurgentes Sur")),
            "exteriorNumber": str(random.between(1, 2400)),
            "interiorNumber": f"Int. {random.between(1, 40)}" if random.chance(0.3) else None,
            "colony": random.pick(("Centro", "Roma Norte", "Del Valle", "Americana")),
            "locality": municipality if random.chance(0.3) else None,
            "municipality": municipality,
            "zipCode": f"{random.between(1000, 97999):05d}",
            "state": state,
            "country": "MEX",
        }

    def contact_fields(self, random: RandomValues, identity: Identity) -> dict[str, Any]:
        """Regime as a text or a list, kind of third party, use of the CFDI."""
        regime = random.pick(_REGIMES)
        return {
            "regime": [regime] if random.chance(0.15) else regime,
            "regimeObject": [regime],
            "thirdType": "NATIONAL",
            "cfdiUse": random.pick(("G01", "G03", "S01")),
            "paymentType": random.pick(("PUE", "PPD")),
        }

    def product_key(self, random: RandomValues) -> str | None:
        """The SAT's."""
        return random.pick(_PRODUCT_KEYS)

    def invoice_prefix(self, id: int) -> str:
        """One series for most invoices, another for a few."""
        return "B" if id % 17 == 0 else "A"

    def invoice_fields(self, random: RandomValues, paid_at_once: bool) -> dict[str, Any]:
        """How it is paid, in the SAT's terms."""
        return {
            "paymentType": "PUE" if paid_at_once else "PPD",
            "paymentMethod": random.pick(("transfer", "cash", "credit-card"))
            if paid_at_once
            else "other",
            "cfdiUse": random.pick(("G01", "G03", "S01")),
            "regimeClient": random.pick(_REGIMES),
            "canApplyREP": not paid_at_once,
        }

    def stamp(self, random: RandomValues, moment: str, number: str) -> dict[str, Any] | None:
        """A CFDI 4.0."""
        uuid = random.uuid().upper()
        return {
            "uuid": uuid,
            "satSeal": random.hexadecimal(48),
            "satCertificateNumber": random.digits(20),
            "date": moment,
            "version": "4.0",
            "barCodeContent": "https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx"
            f"?id={uuid}&re={self.company_identification}",
        }
