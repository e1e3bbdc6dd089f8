"""Mexico: CFDI stamps, SAT product keys, colonias (docs: alegra-api 3.1, 3.3)."""

from typing import Any

from ..draws import Draws
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
    company_name = "Papelería Mirador S.A. de C.V."
    company_identification = "PMI150312AB1"
    currency = "MXN"
    dollar_rate = 18_234_500
    time_zone = "America/Mexico_City"
    taxes = (
        Tax(1, "IVA", 16, "IVA"),
        Tax(2, "IVA frontera", 8, "IVA"),
        Tax(3, "IVA tasa cero", 0, "IVA"),
        Tax(4, "IEPS", 8, "IEPS"),
    )
    company_suffixes = ("S.A. de C.V.", "S. de R.L. de C.V.", "S.A.P.I. de C.V.", "S.C.")
    cities = (
        ("Cuauhtémoc", "Ciudad de México"),
        ("Guadalajara", "Jalisco"),
        ("Monterrey", "Nuevo León"),
        ("Mérida", "Yucatán"),
        ("Tijuana", "Baja California"),
    )

    def identification(self, draws: Draws, is_person: bool, serial: int) -> tuple[str, str]:
        """An RFC: thirteen characters of a person, twelve of a company."""
        letters = "".join(draws.pick("ABCDEFGHJLMNPRSTV") for _ in range(4 if is_person else 3))
        born = f"{draws.between(60, 99)}{draws.between(1, 12):02d}{draws.between(1, 28):02d}"
        last = serial % 39304
        suffix = "".join(
            "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"[place]
            for place in (last // 1156, last // 34 % 34, last % 34)
        )
        return letters + born + suffix, "RFC"

    def identification_object(self, identity: Identity) -> dict[str, Any]:
        """Empty: Mexico has one kind of number only."""
        return {}

    def address(self, draws: Draws) -> dict[str, Any]:
        """Street, numbers, colonia, municipality, state."""
        municipality, state = draws.pick(self.cities)
        return {
            "street": draws.pick(("Av. Juárez", "Calle Morelos", "Reforma", "Insurgentes Sur")),
            "exteriorNumber": str(draws.between(1, 2400)),
            "interiorNumber": f"Int. {draws.between(1, 40)}" if draws.chance(0.3) else None,
            "colony": draws.pick(("Centro", "Roma Norte", "Del Valle", "Americana")),
            "locality": municipality if draws.chance(0.3) else None,
            "municipality": municipality,
            "zipCode": f"{draws.between(1000, 97999):05d}",
            "state": state,
            "country": "MEX",
        }

    def contact_fields(self, draws: Draws, identity: Identity) -> dict[str, Any]:
        """Regime as a text or a list, kind of third party, use of the CFDI."""
        regime = draws.pick(_REGIMES)
        return {
            "regime": [regime] if draws.chance(0.15) else regime,
            "regimeObject": [regime],
            "thirdType": "NATIONAL",
            "cfdiUse": draws.pick(("G01", "G03", "S01")),
            "paymentType": draws.pick(("PUE", "PPD")),
        }

    def item_fields(self, draws: Draws) -> dict[str, Any]:
        """The SAT's product key."""
        return {"productKey": draws.pick(_PRODUCT_KEYS)}

    def invoice_prefix(self, id: int) -> str:
        """One series for most invoices, another for a few."""
        return "B" if id % 17 == 0 else "A"

    def number_template(
        self, document_type: str, prefix: str, number: int, is_electronic: bool
    ) -> dict[str, Any]:
        """Prefix and number, without a resolution."""
        return {
            "id": "1" if prefix != "B" else "2",
            "prefix": prefix,
            "number": str(number),
            "text": None,
            "documentType": document_type,
            "fullNumber": f"{prefix}{number}",
            "formattedNumber": f"{prefix}{number}",
            "isElectronic": is_electronic,
        }

    def invoice_fields(self, draws: Draws, paid_at_once: bool) -> dict[str, Any]:
        """How it is paid, in the SAT's terms."""
        return {
            "paymentType": "PUE" if paid_at_once else "PPD",
            "paymentMethod": draws.pick(("transfer", "cash", "credit-card"))
            if paid_at_once
            else "other",
            "cfdiUse": draws.pick(("G01", "G03", "S01")),
            "regimeClient": draws.pick(_REGIMES),
            "canApplyREP": not paid_at_once,
        }

    def stamp(self, draws: Draws, moment: str, number: str) -> dict[str, Any] | None:
        """A CFDI 4.0."""
        uuid = draws.uuid().upper()
        return {
            "uuid": uuid,
            "satSeal": draws.hexadecimal(48),
            "satCertificateNumber": draws.digits(20),
            "date": moment,
            "version": "4.0",
            "barCodeContent": "https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx"
            f"?id={uuid}&re={self.company_identification}",
        }
