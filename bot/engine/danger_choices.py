"""The buttons of a danger talk, and the typed words that mean the same. Fixed here: `danger.yml` holds what
Maatje says, this holds what somebody can answer."""

from __future__ import annotations

from bot.engine.danger import TALK_TO_PROFESSIONAL
from bot.engine.steps.ask import Choice
from bot.engine.yes_no import DOUBT, NO

ASK_AT = "ask_at"  # remembered: the hour at which to ask tomorrow, a figure
PROFESSIONAL = Choice(
    say=TALK_TO_PROFESSIONAL,
    next="professional",
    means=("want_professional", "want_peer"),
)
WORDS = Choice(
    say="Wat kan ik zeggen?",
    next="opening",
    also=("wat moet ik zeggen", "ik weet niet wat ik moet zeggen", "wat zeg ik dan"),
)
HELD_BACK = Choice(
    say="Bellen lukt me niet",
    next="barrier",
    also=(
        "ik kan niet bellen", "bellen lukt niet", "kan niet bellen", "durf niet te bellen",
        "ik durf niet te bellen", "ik durf niet", "durf niet", "ik wil niet bellen", "bellen durf ik niet",
        "ik kan nu niet bellen", "wil niet bellen", "ik ga niet bellen",
    ),
)  # fmt: skip
OTHER = Choice(
    say="Het gaat om een ander",
    next="other",
    also=("het gaat over een ander", "het gaat niet over mij", "het is voor een vriendin",
          "het is voor een vriend", "niet ik maar een vriendin"),
)  # fmt: skip
FURTHER = Choice(
    say="Verder met Maatje",
    next="go_on",
    also=("verder", "verder praten", "gewoon verder", "ga verder", "iets anders"),
)
GOING = Choice(
    say="Ik ga het proberen",
    next="going",
    also=("ik ga het doen", "ik ga bellen", "ik ga chatten", "ok ik doe het",
          "oke ik doe het", "ik probeer het"),
)  # fmt: skip
NOT_NOW = Choice(
    say="Nu niet", next="not_now", also=("nee", "neen", "nee nu niet", "niet nu", "liever niet")
)
TALKED = Choice(
    say="Ik heb iemand gesproken",
    next="reached",
    also=("gelukt", "het is gelukt", "ja gelukt", "ja", "ik heb gebeld", "ik heb gechat", "gedaan"),
)
NO_ANSWER = Choice(
    say="Niemand nam op",
    next="no_answer",
    also=("er nam niemand op", "ze namen niet op", "bezet", "het is bezet", "in de wacht", "gesloten",
          "geen antwoord", "lang wachten"),
)  # fmt: skip
STAY_CHOICES = (PROFESSIONAL, WORDS, HELD_BACK, OTHER, FURTHER)
GO_ON_CHOICES = (
    PROFESSIONAL,
    Choice(say="Ergens anders over", next="menu", also=("iets anders", "ander onderwerp", "menu")),
    Choice(say="Klaar voor nu", next="ready", also=("klaar", "nee", "niks", "niets", "laat maar")),
)
SAFE_CHOICES = (
    Choice(
        say="Ja, nu wel", next="safe", also=("ja", "jawel", "ja hoor", "ja nu wel", "nu wel", "wel"),
        means=("affirm",),
    ),
    Choice(say="Nee", next="unsafe", also=NO, means=("deny",)),
    Choice(say="Weet ik niet", next="unsafe_doubt", also=DOUBT),
    PROFESSIONAL,
    FURTHER,
)  # fmt: skip
BARRIERS = (
    Choice(
        say="Iemand kan me horen", next="barrier_heard",
        also=("ze kunnen me horen", "iemand hoort me", "ik kan niet praten", "ik mag niet bellen",
              "hij hoort het", "mijn ouders horen het", "ze horen me", "geen beltegoed"),
    ),
    Choice(
        say="Mijn ouders mogen niks weten", next="barrier_parents",
        also=("mijn ouders", "ouders", "mama en papa", "bellen ze mijn ouders", "thuis mag het niet weten"),
    ),
    Choice(
        say="Bang voor politie of gedoe", next="barrier_police",
        also=("politie", "gedoe", "straf", "dan komt de politie", "ik ben bang voor gedoe", "jeugdzorg"),
    ),
    Choice(
        say="Zo erg is het niet", next="barrier_small",
        also=("niet erg genoeg", "anderen hebben het erger", "ik stel me aan", "zo erg is het niet"),
    ),
    Choice(
        say="Het helpt toch niet", next="barrier_useless",
        also=("helpt niet", "heeft geen zin", "niks helpt", "al geprobeerd", "niemand kan helpen"),
    ),
    Choice(say="Ik schaam me", next="barrier_shame", also=("schaamte", "schamen", "gênant", "ik durf niet")),
    Choice(
        say="Ik weet niet wat ik zeg", next="opening",
        also=("wat moet ik zeggen", "weet niet wat ik moet zeggen", "geen woorden"),
    ),
    Choice(
        say="Kost het geld?", next="barrier_cost",
        also=("geld", "kost geld", "het kost geld", "wat kost het", "duur"),
    ),
)  # fmt: skip
TIMES = (
    Choice(
        say="Morgenochtend", next="plan", remember={ASK_AT: "10"}, also=("ochtend", "s ochtends")
    ),
    Choice(say="Morgenmiddag", next="plan", remember={ASK_AT: "16"}, also=("middag", "na school")),
    Choice(say="Morgenavond", next="plan", remember={ASK_AT: "19"}, also=("avond", "s avonds")),
)
DO_NOT_ASK = Choice(
    say="Nee, niet vragen",
    next="not_asked",
    also=("nee", "neen", "niet", "liever niet", "nee liever niet", "niks", "hoeft niet"),
    means=("deny",),
)
