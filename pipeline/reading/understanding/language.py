"""An article's text in, its language out.

Promise: the same text gives the same answer, from its commonest small words; no model, no network.
"""

import re
from collections import Counter

from pipeline.model import Article, Role

_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 12  # small words; fewer tell nothing
_LEAD = 1.25  # times the runner-up, before we say so
_SAMPLE = 40_000  # characters are plenty
_SMALL = {
    "en": (
        "the of and to in is that it was for on with as at by this be are from not or "
        "have they but his her we an were which you he she had their has would there been "
        "more what about who will if no my said when one all our do so can out up than "
        "into its because people then them him your some could other these how time very "
        "only just where over now"
    ),
    "de": (
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als "
        "auch es an werden aus er hat dass sie nach wird bei einer um am sind noch wie "
        "einem über einen so zum war haben nur oder aber vor zur bis mehr durch man sein "
        "wurde sei ich wir ihr was wenn kann schon unter diese dieser"
    ),
    "fr": (
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne "
        "se ce il sont avec elle nous vous mais ou où comme aux cette ces son sa ses leur "
        "on tout fait être était ont sans même deux aussi bien encore peut entre après je "
        "si dont très lui"
    ),
    "es": (
        "de la que el en y a los se del las un por con no una su para es al lo como más o "
        "pero sus le ha me si sin sobre este ya entre cuando todo esta ser son dos "
        "también fue había era muy años hasta desde está mi porque qué sólo han yo hay "
        "vez puede todos así nos ni parte tiene él uno donde bien"
    ),
    "it": (
        "di che e la il un a per in non è una sono con del si da le dei nel alla come più "
        "al gli ma anche della lo ha i su delle questo se o ci dal quando essere tra era "
        "ed sua suo cui perché nella questa ho due solo loro chi stato dopo anni tutti "
        "molto prima così fu"
    ),
    "pt": (
        "de a o que e do da em um para é com não uma os no se na por mais as dos como mas "
        "foi ao ele das tem à seu sua ou ser quando muito há nos já está eu também só "
        "pelo pela até isso ela entre era depois sem mesmo aos ter seus quem nas me esse "
        "eles estão você tinha foram essa num nem"
    ),
    "nl": (
        "de het een en van in is dat op te zijn met voor niet die aan er om ook als dan "
        "maar bij nog uit door naar ik was heeft ze we hij worden wordt over tot je kan "
        "meer deze geen al veel wat hun dit moeten zo zou hebben had of werd mensen onder"
    ),
    "sv": (
        "och att det i en som är på av för med den till inte har de ett om han men var "
        "jag sig från vi så kan när år hade under också efter eller nu sin där vid mot "
        "ska skulle kommer ut får finns vara hur alla andra mycket än"
    ),
    "da": (
        "og at det i en er som på af til for med den de ikke der har et om han men var "
        "jeg sig fra vi så kan når havde også efter eller nu sin hvor ved mod skal skulle "
        "ud får være hvordan alle andre meget end blev hun bliver"
    ),
    "no": (
        "og det i er som på av til for med den de ikke har et om han men var jeg seg fra "
        "vi så kan når hadde også etter eller nå sin hvor ved mot skal skulle ut får være "
        "hvordan alle andre mye enn ble hun blir at en"
    ),
    "fi": (
        "ja on ei se että oli hän mutta kun ovat myös niin kuin sen joka tai ole jos mitä "
        "vain jo voi nyt siitä ne sitä mukaan ollut olla ovat sekä kanssa hänen jälkeen "
        "tämä"
    ),
    "pl": (
        "i w na z do się nie to że jest o jak a po co tak za od ale dla przez już są przy "
        "był tym może tego tylko czy jego ich było jej który które bardzo gdy oraz ze być"
    ),
    "cs": (
        "a v se na je že to s z do o i jako po ve za k si ale by od pro jsem tak podle "
        "které jeho jsou byl nebo aby který jen už při co až není být bylo když"
    ),
    "tr": (
        "ve bir bu da de için ile çok olarak daha gibi olan ama ne var kadar sonra en o "
        "her ki değil ya ben mi veya şey bunu iki onu"
    ),
}
_SETS = {code: frozenset(words.split()) for code, words in _SMALL.items()}
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("uk", re.compile(r"[іїєґІЇЄҐ]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
)
_TOLD = frozenset({Role.PARAGRAPH, Role.STANDFIRST, Role.TURN, Role.BLOCK_QUOTE, Role.LIST_ITEM})
_FOREIGN = 0.1  # share of letters in another script that make a text one of that script's languages


def detected(article: Article) -> str:
    """The language of an article's body as an ISO 639-1 code; empty when it is not clear."""
    size, parts = 0, list[str]()
    for block in article.blocks:
        if block.role in _TOLD and size < _SAMPLE:
            parts.append(block.text)
            size += len(block.text)
    return language(" ".join(parts)[:_SAMPLE])


def language(text: str) -> str:
    """The language of a text as an ISO 639-1 code; empty when it is not clear."""
    letters = sum(map(str.isalpha, text))
    for code, script in _SCRIPTS:
        share = _FOREIGN if code not in {"uk", "ja"} else _FOREIGN / 5
        if letters and len(script.findall(text)) > share * letters:
            return code
    votes: Counter[str] = Counter()
    for word, count in Counter(_WORD.findall(text.casefold())).items():
        for code, small in _SETS.items():
            votes[code] += count if word in small else 0
    ranked = votes.most_common(2)
    if len(ranked) < 2 or ranked[0][1] < _ENOUGH:  # noqa: PLR2004
        return ""
    (best, most), (_, second) = ranked
    return best if most >= _LEAD * second else ""
