"""The countries of ISO 3166-1, as Alegra may call them.

Codes, and names in English and Spanish, are those of pycountry 26.2.16 (Debian's iso-codes), which
is too large to ship for a table of 249 lines; a few names of daily use are added.
"""

import unicodedata

_TABLE = """
AD AND Andorra
AE ARE United Arab Emirates; Emiratos Árabes Unidos
AF AFG Afghanistan; Afganistán
AG ATG Antigua and Barbuda; Antigua y Barbuda
AI AIA Anguilla; Anguila
AL ALB Albania
AM ARM Armenia
AO AGO Angola
AQ ATA Antarctica; Antártida
AR ARG Argentina
AS ASM American Samoa; Samoa Estadounidense
AT AUT Austria
AU AUS Australia
AW ABW Aruba
AX ALA Åland Islands; Islas Äland
AZ AZE Azerbaijan; Azerbaiyán
BA BIH Bosnia and Herzegovina; Bosnia y Herzegovina
BB BRB Barbados
BD BGD Bangladesh; Bangladés
BE BEL Belgium; Bélgica
BF BFA Burkina Faso; Burquina Faso
BG BGR Bulgaria
BH BHR Bahrain; Baréin
BI BDI Burundi
BJ BEN Benin; Benín
BL BLM Saint Barthélemy; San Bartolomé
BM BMU Bermuda; Islas Bermudas; Bermudas
BN BRN Brunei Darussalam
BO BOL Bolivia; Bolivia, Estado plurinacional de; Bolivia, Plurinational State of
BQ BES Bonaire, Sint Eustatius and Saba; Islas BES (Caribe Neerlandés)
BR BRA Brazil; Brasil
BS BHS Bahamas
BT BTN Bhutan; Bután
BV BVT Bouvet Island; Isla Bouvet
BW BWA Botswana; Botsuana
BY BLR Belarus; Bielorrusia
BZ BLZ Belize; Belice
CA CAN Canada; Canadá
CC CCK Cocos (Keeling) Islands; Islas Cocos (Keeling)
CD COD Congo, The Democratic Republic of the; Congo, República Democrática del
CF CAF Central African Republic; República Centroafricana
CG COG Congo
CH CHE Switzerland; Suiza
CI CIV Côte d'Ivoire; Costa de Marfíl; Costa de Marfil
CK COK Cook Islands; Islas Cook
CL CHL Chile
CM CMR Cameroon; Camerún
CN CHN China
CO COL Colombia
CR CRI Costa Rica
CU CUB Cuba
CV CPV Cabo Verde
CW CUW Curaçao; Curazao
CX CXR Christmas Island; Isla de Navidad
CY CYP Cyprus; Chipre
CZ CZE Czechia; Chequia; República Checa
DE DEU Germany; Alemania
DJ DJI Djibouti; Yibuti
DK DNK Denmark; Dinamarca
DM DMA Dominica
DO DOM Dominican Republic; República Dominicana; Rep. Dominicana; Dominicana
DZ DZA Algeria
EC ECU Ecuador
EE EST Estonia
EG EGY Egypt; Egipto
EH ESH Western Sahara; Sahara Occidental
ER ERI Eritrea
ES ESP Spain; España
ET ETH Ethiopia; Etiopía
FI FIN Finland; Finlandia
FJ FJI Fiji; Fiyi
FK FLK Falkland Islands (Malvinas); Islas Falkland (Malvinas)
FM FSM Micronesia, Federated States of; Micronesia, Estados Federados de
FO FRO Faroe Islands; Islas Feroe
FR FRA France; Francia
GA GAB Gabon; Gabón
GB GBR United Kingdom; Reino Unido; Inglaterra; Gran Bretaña
GD GRD Grenada; Granada
GE GEO Georgia
GF GUF French Guiana; Guayana Francesa
GG GGY Guernsey
GH GHA Ghana
GI GIB Gibraltar
GL GRL Greenland; Groenlandia
GM GMB Gambia
GN GIN Guinea
GP GLP Guadeloupe; Guadalupe
GQ GNQ Equatorial Guinea; Guinea Ecuatorial
GR GRC Greece; Grecia
GS SGS South Georgia and the South Sandwich Islands; Islas Georgias del Sur y Sándwich del Sur
GT GTM Guatemala
GU GUM Guam
GW GNB Guinea-Bissau; Guinea-Bisáu
GY GUY Guyana
HK HKG Hong Kong
HM HMD Heard Island and McDonald Islands; Isla Heard e Islas McDonald
HN HND Honduras
HR HRV Croatia; Croacia
HT HTI Haiti; Haití
HU HUN Hungary; Hungría
ID IDN Indonesia
IE IRL Ireland; Irlanda
IL ISR Israel
IM IMN Isle of Man; Isla de Man
IN IND India
IO IOT British Indian Ocean Territory; Territorio Británico del Océano Índico
IQ IRQ Iraq; Irak
IR IRN Iran; Irán; Iran, Islamic Republic of; Irán, República islámica de
IS ISL Iceland; Islandia
IT ITA Italy; Italia
JE JEY Jersey
JM JAM Jamaica
JO JOR Jordan; Jordania
JP JPN Japan; Japón
KE KEN Kenya; Kenia
KG KGZ Kyrgyzstan; Kirguistán
KH KHM Cambodia; Camboya
KI KIR Kiribati
KM COM Comoros; Comores, Islas
KN KNA Saint Kitts and Nevis; San Cristóbal y Nieves
KP PRK North Korea; Corea del Norte; Korea, Democratic People's Republic of
KR KOR South Korea; Corea del Sur; Korea, Republic of; Corea, República de
KW KWT Kuwait
KY CYM Cayman Islands; Islas Caimán
KZ KAZ Kazakhstan; Kazajistán
LA LAO Laos; República Democrática Popular de Lao; Lao People's Democratic Republic
LB LBN Lebanon; Líbano
LC LCA Saint Lucia; Santa Lucía
LI LIE Liechtenstein
LK LKA Sri Lanka
LR LBR Liberia
LS LSO Lesotho; Lesoto
LT LTU Lithuania; Lituania
LU LUX Luxembourg; Luxemburgo
LV LVA Latvia; Letonia
LY LBY Libya; Libia
MA MAR Morocco; Marruecos
MC MCO Monaco; Mónaco
MD MDA Moldova; Moldavia; Moldova, Republic of; Moldavia, República de
ME MNE Montenegro
MF MAF Saint Martin (French part); San Martín (zona francesa)
MG MDG Madagascar
MH MHL Marshall Islands; Islas Marshall
MK MKD North Macedonia; Macedonia del Norte
ML MLI Mali; Malí
MM MMR Myanmar; Birmania
MN MNG Mongolia
MO MAC Macao
MP MNP Northern Mariana Islands; Islas Marianas del Norte
MQ MTQ Martinique; Martinica
MR MRT Mauritania
MS MSR Montserrat
MT MLT Malta
MU MUS Mauritius; Mauricio
MV MDV Maldives; Islas Maldivas
MW MWI Malawi; Malaui
MX MEX Mexico; México; Estados Unidos Mexicanos
MY MYS Malaysia; Malasia
MZ MOZ Mozambique
NA NAM Namibia
NC NCL New Caledonia; Nueva Caledonia
NE NER Niger
NF NFK Norfolk Island; Isla Norfolk
NG NGA Nigeria
NI NIC Nicaragua
NL NLD Netherlands; Países Bajos; Holanda
NO NOR Norway; Noruega
NP NPL Nepal
NR NRU Nauru
NU NIU Niue
NZ NZL New Zealand; Nueva Zelanda
OM OMN Oman; Omán
PA PAN Panama; Panamá
PE PER Peru; Perú
PF PYF French Polynesia; Polinesia Francesa
PG PNG Papua New Guinea; Papúa Nueva Guinea
PH PHL Philippines; Filipinas
PK PAK Pakistan; Pakistán
PL POL Poland; Polonia
PM SPM Saint Pierre and Miquelon; San Pedro y Miquelon
PN PCN Pitcairn
PR PRI Puerto Rico
PS PSE Palestine, State of; Palestina, Estado de; Palestina
PT PRT Portugal
PW PLW Palau; Palaos
PY PRY Paraguay
QA QAT Qatar; Catar
RE REU Réunion; Reunión
RO ROU Romania; Rumanía
RS SRB Serbia
RU RUS Russian Federation; Federación Rusa; Rusia; Russia
RW RWA Rwanda; Ruanda
SA SAU Saudi Arabia; Arabia Saudí
SB SLB Solomon Islands; Islas Salomón
SC SYC Seychelles
SD SDN Sudan; Sudán
SE SWE Sweden; Suecia
SG SGP Singapore; Singapur
SH SHN Saint Helena, Ascension and Tristan da Cunha; Santa Elena, Ascensión y Tristán de Acuña
SI SVN Slovenia; Eslovenia
SJ SJM Svalbard and Jan Mayen; Svalbard y Jan Mayen
SK SVK Slovakia; Eslovaquia
SL SLE Sierra Leone; Sierra Leona
SM SMR San Marino
SN SEN Senegal
SO SOM Somalia
SR SUR Suriname; Surinám
SS SSD South Sudan; Sudán del Sur
ST STP Sao Tome and Principe; Santo Tomé y Príncipe
SV SLV El Salvador
SX SXM Sint Maarten (Dutch part); Isla de San Martín (zona holandesa)
SY SYR Syria; Siria; Syrian Arab Republic; República árabe de Siria
SZ SWZ Eswatini; Esuatini; Suazilandia
TC TCA Turks and Caicos Islands; Islas Turcas y Caicos
TD TCD Chad
TF ATF French Southern Territories; Territorios Franceses del Sur
TG TGO Togo
TH THA Thailand; Tailandia
TJ TJK Tajikistan; Tayikistán
TK TKL Tokelau
TL TLS Timor-Leste; Timor Oriental
TM TKM Turkmenistan; Turkmenistán
TN TUN Tunisia; Tunez
TO TON Tonga
TR TUR Türkiye; Turquía; Turkey
TT TTO Trinidad and Tobago; Trinidad y Tobago
TV TUV Tuvalu
TW TWN Taiwan; Taiwán; Taiwan, Province of China; Taiwán, Provincia de China
TZ TZA Tanzania; Tanzania, República unida de; Tanzania, United Republic of
UA UKR Ukraine; Ucrania
UG UGA Uganda
UM UMI United States Minor Outlying Islands; Islas Ultramarinas Menores de Estados Unidos
US USA United States; Estados Unidos; Estados Unidos de América; EE. UU.; EEUU
UY URY Uruguay
UZ UZB Uzbekistan; Uzbekistán
VA VAT Holy See (Vatican City State); Santa Sede (Ciudad Estado del Vaticano); Vaticano
VC VCT Saint Vincent and the Grenadines; San Vicente y las Granadinas
VE VEN Venezuela; Venezuela, República Bolivariana de; Venezuela, Bolivarian Republic of
VG VGB Virgin Islands, British; Islas Vírgenes, Británicas
VI VIR Virgin Islands, U.S.; Islas Vírgenes, de EEUU.
VN VNM Vietnam; Viet Nam
VU VUT Vanuatu
WF WLF Wallis and Futuna; Wallis y Futuna
WS WSM Samoa
YE YEM Yemen
YT MYT Mayotte
ZA ZAF South Africa; Sudáfrica
ZM ZMB Zambia
ZW ZWE Zimbabwe; Zimbabue
"""


def _plain(name: str) -> str:
    """A name without accents, case and punctuation."""
    letters = unicodedata.normalize("NFKD", name).lower()
    return "".join(it for it in letters if it.isalnum())


_ROWS = [line.split(" ", 2) for line in _TABLE.strip().splitlines()]
_ALPHA_3 = {alpha_2: alpha_3 for alpha_2, alpha_3, _ in _ROWS}
_ALPHA_2 = {
    _plain(name): alpha_2
    for alpha_2, alpha_3, names in _ROWS
    for name in (alpha_2, alpha_3, *names.split("; "))
}


def alpha_2(country: object) -> str:
    """The code of two letters of a country, given by a code or by its name.

    Raises:
        ValueError: it names no country of the table.
    """
    found = _ALPHA_2.get(_plain(country)) if isinstance(country, str) else None
    if found is None:
        raise ValueError("is no country by its ISO 3166 code, or by its English or Spanish name")
    return found


def alpha_3(code: str) -> str:
    """The code of three letters for one of two."""
    return _ALPHA_3[code]
