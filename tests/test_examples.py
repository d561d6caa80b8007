"""Every example runs, and prints what it promises."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"


def output(name: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    runpy.run_path(str(EXAMPLES / name), run_name="__main__")
    return capsys.readouterr().out.splitlines()


def test_words_and_law(capsys: pytest.CaptureFixture[str]) -> None:
    assert output("words_and_law.py", capsys) == [
        "2025-12-12  in force",
        "2025-12-13  in force                    John Coale: 'lift'; Valentin Rybakov: 'lift'",
        "2025-12-14  in force",
        "2025-12-15  in force, relieved in full  Reuters: 'in force'",
        "2025-12-16  in force, relieved in full",
    ]


def test_own_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert output("own_rules.py", capsys) == [
        "None 2024-01-15 asked",
        "2024-01-15 2025-07-15 granted",
        "2025-07-15 None run out",
        "'grant' while granted (since 'grant' of 2024-01-15); lawful here: extend, withdraw",
    ]


LEFT_IN_2022 = """\
name                                                  program                          kind      left
----------------------------------------------------  -------------------------------  --------  -------------------------------
OMAN PRIDE                                            SDGT                             vessel    after 2022-01-05, by 2022-01-31
LIMITED LIABILITY COMPANY OZON BANK                   RUSSIA-EO14024                   entity    after 2022-03-30, by 2022-03-31
ARSENOVIC, Djojo                                      BALKANS                          person    after 2022-03-31, by 2022-04-11
BALA, Haradin                                         BALKANS                          person    after 2022-03-31, by 2022-04-11
BOROVNICA, Goran                                      BALKANS                          person    after 2022-03-31, by 2022-04-11
CENGIC, Hasan                                         BALKANS                          person    after 2022-03-31, by 2022-04-11
DERONJIC, Miroslav                                    BALKANS                          person    after 2022-03-31, by 2022-04-11
GASHI, Sabit                                          BALKANS                          person    after 2022-03-31, by 2022-04-11
HYSENI, Xhemajl                                       BALKANS                          person    after 2022-03-31, by 2022-04-11
JOSIPOVIC, Drago                                      BALKANS                          person    after 2022-03-31, by 2022-04-11
MARINIC, Zoran                                        BALKANS                          person    after 2022-03-31, by 2022-04-11
MRKSIC, Milan                                         BALKANS                          person    after 2022-03-31, by 2022-04-11
MUCIC, Zdravko                                        BALKANS                          person    after 2022-03-31, by 2022-04-11
MUSLIU, Jonuz                                         BALKANS                          person    after 2022-03-31, by 2022-04-11
NIKOLIC, Drago                                        BALKANS                          person    after 2022-03-31, by 2022-04-11
OJDANIC, Dragoljub                                    BALKANS                          person    after 2022-03-31, by 2022-04-11
RUSHITI, Sait                                         BALKANS                          person    after 2022-03-31, by 2022-04-11
STRUGAR, Pavle                                        BALKANS                          person    after 2022-03-31, by 2022-04-11
TALIC, Momir                                          BALKANS                          person    after 2022-03-31, by 2022-04-11
TODOROVIC, Stevan                                     BALKANS                          person    after 2022-03-31, by 2022-04-11
ZELENOVIC, Dragan                                     BALKANS                          person    after 2022-03-31, by 2022-04-11
BEARA, Ljubisa                                        BALKANS                          person    after 2022-03-31, by 2022-04-11
HADZIC, Goran                                         BALKANS                          person    after 2022-03-31, by 2022-04-11
MULTISERVICIOS JEVIZ S.A. DE C.V.                     SDNTK                            entity    after 2022-04-11, by 2022-04-22
ABS HEALTH CLUB S.A.                                  SDNT                             entity    after 2022-04-11, by 2022-04-22
AL-RUBAYSH, Ibrahim                                   SDGT                             person    after 2022-04-29, by 2022-05-20
KEBEKOV, Aliaskhab                                    SDGT                             person    after 2022-04-29, by 2022-05-20
SANTOSO                                               SDGT                             person    after 2022-04-29, by 2022-05-20
ABU DAWUD, Musa                                       SDGT                             person    after 2022-04-29, by 2022-05-20
SHIRDON, Farah Mohamed                                SDGT                             person    after 2022-04-29, by 2022-05-20
MOALIM, Mahad                                         SDGT                             person    after 2022-04-29, by 2022-05-20
UKRAINIAN-MEDITERRANEAN AIRLINES                      IFSR; SDGT                       entity    after 2022-05-20, by 2022-05-25
MERHEJ, Rodrigue Elias                                IFSR; SDGT                       person    after 2022-05-20, by 2022-05-25
AGRO Y COMERCIO DE SANTA BARBARA LAGROMER S. EN C.    SDNTK                            entity    after 2022-05-25, by 2022-05-27
AGRICOLA Y GANADERA CUEMIR, S.P.R. DE R.I.            SDNTK                            entity    after 2022-05-25, by 2022-05-27
CASA COMERCIAL UNI QUINCE COMPRAVENTA                 SDNTK                            entity    after 2022-05-25, by 2022-05-27
COMPANIA AGRO COMERCIAL CUETA S. EN C.                SDNTK                            entity    after 2022-05-25, by 2022-05-27
COOPERATIVA AVESTRUZ CUEMIR, S.C. DE R.L. DE C.V.     SDNTK                            entity    after 2022-05-25, by 2022-05-27
INVERSIONES HUNEL LTDA.                               SDNTK                            entity    after 2022-05-25, by 2022-05-27
PRENDA TODO, S.A. DE C.V.                             SDNTK                            entity    after 2022-05-25, by 2022-05-27
HOTEL PARAISO RESORT EN ARRENDAMIENTO                 SDNTK                            entity    after 2022-05-25, by 2022-05-27
JCAM EDITORA MUSICAL, S.A. DE C.V.                    SDNTK                            entity    after 2022-05-25, by 2022-05-27
NORYBAN PRODUCTIONS, S.A. DE C.V.                     SDNTK                            entity    after 2022-05-25, by 2022-05-27
TICKET BOLETO, S.A. DE C.V.                           SDNTK                            entity    after 2022-05-25, by 2022-05-27
BM BANK PUBLIC JOINT STOCK COMPANY                    RUSSIA-EO14024; UKRAINE-EO13662  entity    after 2022-05-27, by 2022-06-28
VIETNAM GAS AND CHEMICALS TRANSPORTATION CORPORATION  IRAN-EO13846                     entity    after 2022-05-27, by 2022-06-28
SUBSIDIARY BANK ALFA-BANK JSC                         RUSSIA-EO14024                   entity    after 2022-06-28, by 2022-07-29
LIMITED LIABILITY COMPANY ACTIVE BUSINESS CONSULT     RUSSIA-EO14024                   entity    after 2022-07-29, by 2022-08-02
FARBE COMUNICACIONES LTDA                             SDNTK                            entity    after 2022-08-02, by 2022-08-19
GUGA ARM SRO                                          TCO                              entity    after 2022-08-02, by 2022-08-19
GURGEN HOUSE FZCO                                     TCO                              entity    after 2022-08-02, by 2022-08-19
ROSAGRO S.A.S.                                        SDNTK                            entity    after 2022-08-02, by 2022-08-19
SBK IMPORT S.A.C.                                     SDNTK                            entity    after 2022-08-02, by 2022-08-19
R INVER CORP S.A.C.                                   SDNTK                            entity    after 2022-08-02, by 2022-08-19
G & M AUTOS S.A.C.                                    SDNTK                            entity    after 2022-08-02, by 2022-08-19
KRIVORUCHKO, Aleksey                                  RUSSIA-EO14024                   person    after 2022-09-14, by 2022-09-15
MANYONDA, Kenneth                                     ZIMBABWE                         person    after 2022-09-14, by 2022-09-15
POTE, Selina                                          ZIMBABWE                         person    after 2022-09-14, by 2022-09-15
SHIRI, Perence                                        ZIMBABWE                         person    after 2022-09-14, by 2022-09-15
SIKOSANA, Absolom                                     ZIMBABWE                         person    after 2022-09-14, by 2022-09-15
ZIMONDI, Paradzai                                     ZIMBABWE                         person    after 2022-09-14, by 2022-09-15
SAKABUYA, Morris                                      ZIMBABWE                         person    after 2022-09-14, by 2022-09-15
SAVANHU, Tendai                                       ZIMBABWE                         person    after 2022-09-14, by 2022-09-15
TORNADO CASH                                          CYBER2                           entity    after 2022-11-01, by 2022-11-08
KADYROV, Ramzan Akhmatovich                           GLOMAG; MAGNIT; RUSSIA-EO14024   person    after 2022-11-08, by 2022-11-14
RIXO INTERNATIONAL TRADING LTD.                       FSE-SY; SYRIA                    entity    after 2022-11-30, by 2022-12-12
BUKA, Flora                                           ZIMBABWE                         person    after 2022-11-30, by 2022-12-12
GOCHE, Nicholas Tasunungurwa                          ZIMBABWE                         person    after 2022-11-30, by 2022-12-12
GUMBO, Aleck Rugare Ngidi                             ZIMBABWE                         person    after 2022-11-30, by 2022-12-12
MACHAYA, Jaison Max Kokerai                           ZIMBABWE                         person    after 2022-11-30, by 2022-12-12
MARUMAHOKO, Rueben                                    ZIMBABWE                         person    after 2022-11-30, by 2022-12-12
MUTIWEKUZIVA, Kenneth Keparadza                       ZIMBABWE                         person    after 2022-11-30, by 2022-12-12
CHIHOTA, Phineas                                      ZIMBABWE                         person    after 2022-11-30, by 2022-12-12
DAMASANE, Abigail                                     ZIMBABWE                         person    after 2022-11-30, by 2022-12-12
LANGA, Andrew                                         ZIMBABWE                         person    after 2022-11-30, by 2022-12-12
SIBANDA, Levy                                         ZIMBABWE                         person    after 2022-11-30, by 2022-12-12
ARENERA EL CERREJON                                   SDNTK                            entity    after 2022-12-12, by 2022-12-16
CANTERAS COPACABANA S.A.                              SDNTK                            entity    after 2022-12-12, by 2022-12-16
TRITCON S.A.S.                                        SDNTK                            entity    after 2022-12-12, by 2022-12-16
ALMEQUIP S.A.S.                                       SDNTK                            entity    after 2022-12-12, by 2022-12-16
INVERSIONES MEYBAR S.A.S.                             SDNTK                            entity    after 2022-12-12, by 2022-12-16
PROMOTORA TURISTICA SOL PLAZA S.A.                    SDNTK                            entity    after 2022-12-12, by 2022-12-16
MEJIA ALZATE ASOCIADOS Y CIA. LTDA.                   SDNTK                            entity    after 2022-12-12, by 2022-12-16
REPRESENTACIONES MIDAS                                SDNTK                            entity    after 2022-12-12, by 2022-12-16
GARCES Y BEDOYA CIA. LTDA                             SDNTK                            entity    after 2022-12-12, by 2022-12-16
EUROMECANICA                                          SDNTK                            entity    after 2022-12-12, by 2022-12-16
N488RC                                                VENEZUELA                        aircraft  after 2022-12-16, by 2022-12-28
MIDCO FINANCE S.A.                                    IRAQ2                            entity    after 2022-12-16, by 2022-12-28

88 entries left in 2022; 84 of the names are nowhere on the list of 2022-12-28.
"""


def test_what_left_the_list(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["4_what_left_the_list.py"])
    assert output("4_what_left_the_list.py", capsys) == LEFT_IN_2022.splitlines()


def test_what_left_another_list_in_another_year(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = sorted(str(path) for path in (EXAMPLES / "editions").glob("sdn_2022-03-3*.csv"))
    monkeypatch.setattr(sys, "argv", ["4_what_left_the_list.py", "2022", "us-ofac-sdn", *files])
    assert output("4_what_left_the_list.py", capsys) == [
        "name                                 program         kind    left",
        "-----------------------------------  --------------  ------  -------------------------------",
        "LIMITED LIABILITY COMPANY OZON BANK  RUSSIA-EO14024  entity  after 2022-03-30, by 2022-03-31",
        "",
        "1 entries left in 2022; 1 of the names are nowhere on the list of 2022-03-31.",
    ]


LOOKED_BACK = """\
party                                   payments    restricted    reserved    maybe    projected
------------------------------------  ----------  ------------  ----------  -------  -----------
eu-council/belarusian-potash-company       13401          5070           0        0          454
eu-council/belaruskali                     13209          4925           0        0          476
eu-council/belavia                         13315          5711           0        0          471
eu-council/belneftekhim                    13260          3764           0        0          488
eu-council/grodno-azot                     13085          5508           0        0          471
eu-council/naftan                          13388          5206           0        0          444
us-ofac/belarusian-potash-company          13247          4411         283        0          420
us-ofac/belaruskali                        13343          4850         300        0          403
us-ofac/belavia                            13671          2400         180        0          454
us-ofac/belneftegaz                        13278          5957           0        0          399
us-ofac/belneftekhim                       13308          7236        6072        0          396
us-ofac/grodno-azot                        13366          7242        6124        0          447
us-ofac/lakokraska                         13433          7395        6038        0          409
us-ofac/naftan                             13362          7225        6137        0          410
us-ofac/slavkali                           13334          5640           0        0          404

Said to be free, and not free:

party                              said of     true on       restricted    reserved  first payment                    said by
---------------------------------  ----------  ----------  ------------  ----------  -------------------------------  -----------------------------------------
us-ofac/belneftekhim               2021-04-19  never               6278           0  2021-04-19 13,161.08 (yes)       slovo-i-dilo: suspend; sputnik: suspended
us-ofac/grodno-azot                2021-04-19  never               6275           0  2021-04-19 22,929.54 (yes)       slovo-i-dilo: suspend; sputnik: suspended
us-ofac/lakokraska                 2021-04-19  never               6407           0  2021-04-19 45,491.26 (yes)       slovo-i-dilo: suspend; sputnik: suspended
us-ofac/naftan                     2021-04-19  never               6383           0  2021-04-19 2,527.69 (yes)        slovo-i-dilo: suspend; sputnik: suspended
us-ofac/belavia                    2025-09-11  2025-11-04             0         180  2025-09-11 4,299.19 (reserved)   john-coale: lift; anna-maria-dyner: lift
us-ofac/belarusian-potash-company  2025-12-13  2026-03-26             6         283  2025-12-13 2,718.95 (yes)        john-coale: lift; valentin-rybakov: lift
us-ofac/belaruskali                2025-12-13  2026-03-26             5         300  2025-12-13 43,879.57 (yes)       john-coale: lift; valentin-rybakov: lift
us-ofac/slavkali                   2025-12-13  never               1154           0  2025-12-13 109,754.19 (yes)      john-coale: lift; valentin-rybakov: lift
us-ofac/belarusian-potash-company  2026-03-19  2026-03-26             0          14  2026-03-19 97,794.97 (reserved)  john-coale: lift; unn: lift
us-ofac/belaruskali                2026-03-19  2026-03-26             0          16  2026-03-19 16,237.40 (reserved)  john-coale: lift; unn: lift

Said to be bound, and free:

party            said of     true on       free  first payment              said by
---------------  ----------  ----------  ------  -------------------------  ------------------------
us-ofac/belavia  2021-12-31  2023-08-09    1752  2021-12-31 87,095.07 (no)  unn: impose
us-ofac/belavia  2022-04-30  2023-08-09    1383  2022-04-30 30,018.93 (no)  gazeta-ru: impose
us-ofac/belavia  2022-07-31  2023-08-09    1089  2022-07-31 8,220.46 (no)   upday: impose
us-ofac/belavia  2022-12-31  2023-08-09     649  2022-12-31 9,190.03 (no)   anna-maria-dyner: impose
us-ofac/belavia  2023-08-08  2023-08-09       3  2023-08-08 28,837.13 (no)  rferl: in force

200,000 payments, data version 0.1.0. "Restricted" is what the record says of the day of
the payment: the act was in force, and no licence covered all of it. "Reserved": a licence did, on its terms; whether
a payment kept to them only its papers can say. "Projected": the day lies past the one to which the record was last held against
its sources. The other two tables hold the same payments against the press: whoever believed the words would have called those of
the first free, and those of the second bound. Only the listing named in "party" is asked about: what is free by it may be
bound by another authority, by an owner who is listed, or by a ban on the goods.
"""


def test_look_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert output("5_look_back.py", capsys) == LOOKED_BACK.splitlines()


def pytest_on(name: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run an example of tests in a process of its own, as a reader would."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-W",
        "error",
        *options,
        str(EXAMPLES / name),
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=EXAMPLES.parent)


def test_your_own_rules() -> None:
    done = pytest_on("test_your_own_rules.py")
    assert done.stdout.splitlines()[-1].startswith("1 passed, 2 xfailed")


def test_your_own_rules_shows_what_it_found() -> None:
    done = pytest_on("test_your_own_rules.py", "--runxfail")
    shown = [line.removeprefix("E").strip() for line in done.stdout.splitlines() if line.startswith("E  ")]
    at = shown.index("Failing test case: test_a_revoked_licence_never_binds_again(")
    assert shown[at + 1 : at + 5] == [
        "acts=(Transition('apply', effective='2000-01-01'),",
        "Transition('grant', effective='2000-01-01'),",
        "Transition('revoke', effective='2000-01-01'),",
        "Transition('reinstate', effective='2000-01-02')),",
    ]
    steps = [line.partition("(")[0] for line in shown if line.startswith("state.") and "(days=" in line]
    assert steps[-4:] == ["state.apply", "state.grant", "state.revoke", "state.reinstate"]


def test_your_own_engine() -> None:
    done = pytest_on("test_your_own_engine.py")
    assert done.stdout.splitlines()[-1].startswith("1 passed, 1 xfailed")


def test_no_example_is_left_out() -> None:
    assert sorted(path.name for path in EXAMPLES.glob("*.py")) == [
        "4_what_left_the_list.py",
        "5_look_back.py",
        "own_rules.py",
        "test_your_own_engine.py",
        "test_your_own_rules.py",
        "words_and_law.py",
    ]
