"""The Dutch sentences of all mistakes that an operator can make; one visible list."""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    # the file itself
    "yaml_tab": "Hier staat een tab. YAML kent alleen spaties: gebruik twee spaties per niveau.",
    "yaml_syntax": "Dit is geen geldige YAML ({problem}).",
    "yaml_colon": "Er staan twee dubbele punten op één regel. Zet de tekst tussen aanhalingstekens.",
    "yaml_alias": "Verwijzingen met & en * kan Maatje niet lezen. Schrijf de tekst voluit.",
    "yaml_duplicate_key": "«{key}» staat hier voor de tweede keer (eerst op regel {first}).",
    "not_utf8": "Dit bestand is niet als UTF-8 opgeslagen.",
    "unreadable": "Dit is geen bestand dat Maatje kan openen (een map, of geen toegang).",
    "empty_file": "Dit bestand is leeg.",
    "too_large": "Dit bestand is groter dan {limit} kB.",
    "missing_folder": "De map {folder} is er niet.",
    "no_flows": "In deze map staat geen enkele flow.",
    "missing_file": "Het bestand {name} ontbreekt.",
    # shape
    "not_a_mapping": "Hier horen sleutels te staan (zoals «say: …»), maar dat is niet zo.",
    "unknown_key": "Sleutel «{key}» ken ik hier niet.",
    "missing_key": "Hier ontbreekt «{key}».",
    "wrong_value": "«{key}» klopt niet: {reason}.",
    "unknown_step_kind": "Deze stap doet niets: er staat geen soort stap in.",
    "two_step_kinds": "Deze stap is twee dingen tegelijk: «{first}» en «{second}». Maak er twee stappen van.",
    "file_name": "De flow heet «{flow}», maar het bestand heet «{file}».",
    "duplicate_flow": "Er is al een flow «{flow}» (in {other}).",
    "duplicate_step": "Stap «{step}» staat twee keer in deze flow (eerst op regel {first}).",
    "no_steps": "Deze flow heeft geen stappen.",
    # where steps lead
    "unknown_step": "Stap «{step}» gaat naar «{target}», maar die stap is er niet.",
    "unreachable_step": "Stap «{step}» wordt nooit bereikt.",
    "no_end": "Na stap «{step}» komt niets meer: zet er «next: END» of een stap met «end: true».",
    "loop_without_wait": "Deze stappen draaien in een kring zonder op antwoord te wachten: {steps}.",
    "unknown_flow": "Flow «{flow}» is er niet.",
    "missing_flow": "Maatje heeft een flow «{flow}» nodig, maar die is er niet.",
    # words and labels
    "unknown_topic": "Onderwerp «{topic}» staat niet in nlu/contract.yml.",
    "unknown_act": "«{act}» staat niet bij de acts in nlu/contract.yml.",
    "topic_twice": "Onderwerp of act «{label}» opent al flow «{other}».",
    "unknown_service": "Dienst «{service}» staat niet in services.yml.",
    "unknown_form": "Vorm «{form}» staat niet in roles.yml.",
    "unknown_value": "«{value}» kan niet bij «{key}».",
    "unknown_placeholder": "{{{name}}} ken ik niet in een tekst.",
    "stray_brace": "In deze tekst staat een losse accolade.",
    # what people read
    "missing_unclear": "Een vraag met alleen knoppen heeft «unclear» nodig: wat zegt Maatje als het antwoord onduidelijk is?",
    "no_way_on": "Deze vraag heeft geen knoppen en geen «next»: niemand komt hier verder.",
    "button_too_long": "De knop «{label}» is te lang: {length} tekens, hooguit {limit}.",
    "too_many_buttons": "{count} knoppen is te veel voor een telefoon: hooguit {limit}.",
    "duplicate_button": "De knop «{label}» staat er twee keer.",
    "text_too_long": "Deze tekst is te lang: {length} tekens, hooguit {limit}.",
    "empty_text": "Hier hoort een tekst te staan.",
    "phone_number": "In een tekst staat een telefoonnummer ({number}). Gebruik «refer»; nummers staan alleen in services.yml.",
    "web_address": "In een tekst staat een webadres ({address}). Gebruik «refer»; adressen staan alleen in services.yml.",
    "forbidden_word": "«{word}» belooft te veel. {why}",
    # safety
    "missing_danger_text": "Bij «{kind}» ontbreekt de tekst voor «{level}».",
    "missing_shared_text": "Bij «shared» ontbreekt «{name}».",
    "missing_text": "De tekst «{name}» ontbreekt.",
    "danger_not_first": "De eerste regels van handoff.yml moeten gevaar naar een beroepskracht brengen (eerst urgent, dan concern).",
    "rule_never_reached": "Deze regel komt nooit aan de beurt: de regel op regel {line} past altijd eerder.",
    "no_service_for": "Er is geen dienst voor {what} in {region} bij {age} jaar.",
    "bad_date": "«{value}» is geen datum. Schrijf jaar-maand-dag, zoals 2026-11-21.",
    "missing_source": "Dienst «{service}» heeft geen bron («source» en «source_date»).",
    "verified_half": "Bij dienst «{service}» is maar één van «verified_on» en «verified_by» ingevuld.",
    # talks
    "missing_talk": "Er is geen gesprek {talk} voor flow «{flow}»: een flow zonder gesprek telt niet.",
}
