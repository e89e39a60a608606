"""The commonest small words of languages: what an article, or a quotation, is told by."""

from collections.abc import Mapping

# What a long text has many of.
COMMON: Mapping[str, str] = {
    "en": (
        "the of and to in is that it was for on with as at by this be are from not or have they "
        "but his her we an were which you he she had their has would there been more what about "
        "who will if no my said when one all our do so can out up than into its because people "
        "then them him your some could other these how time very only just where over now"
    ),
    "de": (
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch "
        "es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über "
        "einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei ich wir "
        "ihr was wenn kann schon unter diese dieser"
    ),
    "fr": (
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce "
        "il sont avec elle nous vous mais ou où comme aux cette ces son sa ses leur on tout "
        "fait être était ont sans même deux aussi bien encore peut entre après je si dont très "
        "lui"
    ),
    "es": (
        "de la que el en y a los se del las un por con no una su para es al lo como más o pero "
        "sus le ha me si sin sobre este ya entre cuando todo esta ser son dos también fue había "
        "era muy años hasta desde está mi porque qué sólo han yo hay vez puede todos así nos ni "
        "parte tiene él uno donde bien"
    ),
    "it": (
        "di che e la il un a per in non è una sono con del si da le dei nel alla come più al "
        "gli ma anche della lo ha i su delle questo se o ci dal quando essere tra era ed sua "
        "suo cui perché nella questa ho due solo loro chi stato dopo anni tutti molto prima "
        "così fu"
    ),
    "pt": (
        "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi "
        "ao ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo pela até "
        "isso ela entre era depois sem mesmo aos ter seus quem nas me esse eles estão você "
        "tinha foram essa num nem"
    ),
    "nl": (
        "de het een en van in is dat op te zijn met voor niet die aan er om ook als dan maar "
        "bij nog uit door naar ik was heeft ze we hij worden wordt over tot je kan meer deze "
        "geen al veel wat hun dit moeten zo zou hebben had of werd mensen onder"
    ),
    "sv": (
        "och att det i en som är på av för med den till inte har de ett om han men var jag sig "
        "från vi så kan när år hade under också efter eller nu sin där vid mot ska skulle "
        "kommer ut får finns vara hur alla andra mycket än"
    ),
    "da": (
        "og at det i en er som på af til for med den de ikke der har et om han men var jeg sig "
        "fra vi så kan når havde også efter eller nu sin hvor ved mod skal skulle ud får være "
        "hvordan alle andre meget end blev hun bliver"
    ),
    "no": (
        "og det i er som på av til for med den de ikke har et om han men var jeg seg fra vi så "
        "kan når hadde også etter eller nå sin hvor ved mot skal skulle ut får være hvordan "
        "alle andre mye enn ble hun blir at en"
    ),
    "fi": (
        "ja on ei se että oli hän mutta kun ovat myös niin kuin sen joka tai ole jos mitä vain "
        "jo voi nyt siitä ne sitä mukaan ollut olla sekä kanssa hänen jälkeen tämä"
    ),
    "pl": (
        "i w na z do się nie to że jest o jak a po co tak za od ale dla przez już są przy był "
        "tym może tego tylko czy jego ich było jej który które bardzo gdy oraz ze być"
    ),
    "cs": (
        "a v se na je že to s z do o i jako po ve za k si ale by od pro jsem tak podle které "
        "jeho jsou byl nebo aby který jen už při co až není být bylo když"
    ),
    "tr": (
        "ve bir bu da de için ile çok olarak daha gibi olan ama ne var kadar sonra en o her ki "
        "değil ya ben mi veya şey bunu iki onu"
    ),
}
# Words that make a sentence, besides: a quotation has few of any.
TELLING: Mapping[str, str] = {
    "en": "a i shall may must us me never",
    "fr": (
        "voilà notre votre nos vos ni tu moi toi faut jamais toujours rien quand ceux celui "
        "cela ça suis sommes avons"
    ),
    "es": (
        "nuestro nuestra nuestros nuestras quien quién aquí vamos hacer será cada nadie nada "
        "nunca siempre somos eran tú ella ellos quiero quieren vivir mejor están"
    ),
    "it": (
        "tutto tutti voi io tu suoi mai niente quello quella sempre siamo hanno abbiamo voglio "
        "vogliamo dove quale ogni"
    ),
    "pt": "nós quero somos nunca sempre nada tudo todos onde cada vamos podemos",
    "de": (
        "uns euch dein deine mein meine unser kein keine immer alle werden wer welche jetzt "
        "muss müssen man doch gegen dann kommt bin bist will geht gibt macht"
    ),
    "nl": "wij ons onze nooit altijd niets alles waar wie mijn",
    "sv": "vill inget aldrig alltid oss våra mitt",
    "pl": "my wy oni nigdy zawsze nas was nic wszystko chcą",
    "da": "vil aldrig altid os vores",
    "no": "vil aldri alltid oss våre",
    "cs": "my nás nikdy vždy všechno",
    "fi": "emme me te eivät",
    "tr": "biz siz onlar hiç",
}
# Those of them that names and titles have too.
JOINING: Mapping[str, str] = {
    "en": (
        "the of and to in for on with as at by from an a or its into up out over one time new "
        "when all"
    ),
    "de": (
        "der die das den dem des und in von zu mit auf für im ein eine einer an aus "
        "nach bei um am vor zur bis durch unter über oder zum wie alle"
    ),
    "fr": (
        "de la le et les des en un du une dans a par plus au sur avec aux sans entre deux ou "
        "son sa ses cette ces leur après aussi bien encore même tout fait où"
    ),
    "es": (
        "de la el en y a los del las un por con una para al o sin sobre entre su sus hasta "
        "desde dos parte vez años bien mi"
    ),
    "it": (
        "di e la il un a per in una con del da le dei nel alla al gli della lo i su delle o dal "
        "tra ed nella due anni dopo prima"
    ),
    "pt": (
        "de a o e do da em um para com uma os no na por as dos ao das à ou nos pelo pela até "
        "entre sem aos num nas nem depois"
    ),
    "nl": "de het een en van in te op met voor aan om bij uit door naar over tot onder of al",
    "sv": "och i en av för med den till ett om från under efter eller vid mot ut sin år än",
    "da": "og i en af til for med den de et om fra efter eller ved mod ut ud end",
    "no": "og i en av til for med den de et om fra etter eller ved mot ut enn",
    "fi": "ja kanssa mukaan",
    "pl": "w i na z do po za od dla przez przy oraz ze o a",
    "cs": "a v na z s do o po ve za k od pro podle při až",
    "tr": "ve bir bu da de için ile en o",
}
