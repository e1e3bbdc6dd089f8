"""Contacts as Alegra sends them in three countries: customers and suppliers are one list."""

from typing import Any

from alegra_api.exact_json import exact_json

MEXICAN_CONTACT = """{
 "id": "41",
 "name": "Aceros del Norte SA de CV",
 "identification": "ANO020202CD2",
 "identificationObject": {"type": "RFC", "number": "ANO020202CD2"},
 "email": "ventas@aceros.mx",
 "emailSecondary": "cobranza@aceros.mx",
 "phonePrimary": "81 5555 0101",
 "phoneSecondary": "81 5555 0102",
 "mobile": "81 5555 0103",
 "fax": "81 5555 0104",
 "address": {
  "street": "Av. Ruiz Cortines",
  "exteriorNumber": "1200",
  "interiorNumber": "4B",
  "colony": "Moderna",
  "locality": "Monterrey Centro",
  "municipality": "Monterrey",
  "zipCode": "64530",
  "state": "Nuevo León",
  "country": "MEX"
 },
 "type": ["client", "provider"],
 "status": "active",
 "seller": {"id": "3", "name": "Eva"},
 "term": {"id": "2", "name": "30 días", "days": "30"},
 "priceList": {"id": "019d06f6-08df-7479-b90d-799dc90a8f41", "name": "General"},
 "creditLimit": "150000.5000000000",
 "internalContacts": [
  {"id": "9", "name": "Luz", "email": "luz@aceros.mx", "sendNotifications": "yes"},
  {"id": "10", "name": "Sin correo", "email": null}
 ],
 "accounting": {
  "accountReceivable": {"id": 5093, "name": "Clientes nacionales", "code": null},
  "debtToPay": {"id": "5095", "name": "Proveedores nacionales", "code": "201-01"}
 },
 "statementAttached": "yes",
 "observations": "Entrega por la mañana",
 "kindOfPerson": "LEGAL_ENTITY",
 "regime": "GENERAL_REGIME_OF_MORAL_PEOPLE_LAW",
 "regimeObject": ["GENERAL_REGIME_OF_MORAL_PEOPLE_LAW"],
 "thirdType": "NATIONAL",
 "cfdiUse": "G03",
 "paymentMethod": "transfer",
 "paymentType": "PPD",
 "created_at": "2026-04-23T21:03:01.000Z",
 "updated_at": "2026-05-01T08:30:15.250Z"
}"""

COLOMBIAN_CONTACT = """{
 "id": 1,
 "name": "Ana María Prueba Díaz",
 "identification": "796000",
 "email": "ana@prueba.co",
 "phonePrimary": "601 555 0101",
 "phoneSecondary": null,
 "fax": null,
 "mobile": "300 555 0101",
 "observations": null,
 "status": "inactive",
 "kindOfPerson": "PERSON_ENTITY",
 "regime": ["SIMPLIFIED_REGIME"],
 "nameObject": {
  "firstName": "Ana",
  "secondName": "María",
  "lastName": "Prueba",
  "secondLastName": "Díaz"
 },
 "identificationObject": {"type": "CC", "number": "796000", "dv": 4},
 "emailSecondary": "",
 "enableHealthSector": false,
 "healthPatients": null,
 "address": {
  "address": "Cra 7 # 71-21",
  "city": "Bogotá, D.C.",
  "department": "Bogotá, D.C.",
  "country": "Colombia",
  "zipCode": "110231"
 },
 "type": ["client"],
 "seller": null,
 "term": null,
 "priceList": null,
 "internalContacts": [],
 "settings": {"sendElectronicDocuments": false},
 "statementAttached": false,
 "accounting": {
  "accountReceivable": {"id": "61", "name": "Clientes", "code": "130505"},
  "debtToPay": {"id": "62", "name": "Proveedores", "code": "220505"}
 }
}"""

DOMINICAN_CONTACT = """{
 "id": "5691",
 "name": "Ana Prueba",
 "identification": "40200000001",
 "identificationType": "CED",
 "phonePrimary": "829-555-0182",
 "phoneSecondary": null,
 "mobile": null,
 "email": null,
 "identificationObject": {},
 "address": {
  "address": "Av. 27 de Febrero No. 12",
  "municipality": "Santiago",
  "country": "Dominican Republic",
  "zipCode": null
 },
 "status": "active",
 "type": ["client"],
 "created_at": "2026-04-23T21:03:01.000Z",
 "updated_at": "2026-04-23T21:03:01.000Z"
}"""


def contact(**changes: Any) -> dict[str, Any]:
    """The Mexican contact, with changes."""
    return {**exact_json(MEXICAN_CONTACT), **changes}
