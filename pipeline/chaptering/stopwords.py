"""English words that say nothing about a subject: they neither begin nor end a title."""

STOPWORDS = frozenset(
    """
    a able about above accept accepted according across activity actual actually after
    aftermath again against ago all almost alone along already also although always am amid
    among an and another any anybody anyone anything anyway anywhere are aren't around as
    ask aspect at away back basis be became because become becomes becoming been before
    began begin being believe below best better between beyond big bit both bring brings
    brought but by call called came can can't cannot carried carry carrying case cases
    centuries century certain certainly challenge clear come comes coming commitment common
    completely conflict consider context control core could couldn't course create created
    day days deal did didn't difference differences different do does doesn't doing don't
    done down drift due during each earlier early easy effort efforts either else end ended
    ends enemy especially even ever every everybody everyone everything everywhere exactly
    example examples exist existed existing exists extent fact far fate few find finding
    finds first follow for force forces form forms found four framework friend from front
    full further future gave general get gets getting give given gives go goes going gone
    good got great grew group groups had half hand happen happened happening happens hard
    has hasn't have haven't having he hear heard held help hence her here hers herself high
    him himself his hold hope how however hundred i i'd i'll i'm i've idea if important in
    including indeed instead into involved is isn't it it's its itself job jobs just keep
    kept kind kinds knew know known large last late later latest latter lead leader leaders
    leading leads least left less let let's level levels like likely line lines little live
    lived logic long look looked lot lots made main mainly make makes making man many matter
    may maybe me mean means meant member members mention mentioned message midst might
    million month more moreover most mostly move movement movements much must my myself name
    named near nearly need needed needs neither never nevertheless new next no nobody none
    nor not nothing now number of off often oh old on once one ones only onto open opposed
    oppressor or order other others otherwise ought our ours ourselves out over own part
    particular parts past people perhaps person persons place point points possible
    potential power principle principles problem problems process put question questions
    quite rather read reads ready real reality really reason recent regardless respect rest
    right rise run running runs said same saw say saying says second see seeing seem seemed
    seems seen sense set several shall she short should show shows side sides simply since
    situation small so solution solutions some somebody somehow someone something sometimes
    somewhere soon sort sorts specific stance start started starts still stood stop such
    supporter supporters supposed sure take taken takes taking tell term terms than that
    that's the their theirs them themselves then there there's therefore these they they're
    thing things think thinking third this those though thought thousand three through
    throughout thus time times to today together told too took toward towards tried true try
    trying turn turned two ultimately under understand unfortunately unity unless until up
    upon us use used uses using usually various very via want wanted wants was wasn't way
    ways we we're we've wealth week well went were weren't what what's whatever when
    whenever where whereas wherever whether which whichever while who who's whoever whole
    whom whose why will with within without won't word words work worked working world would
    wouldn't year years yes yet you you're your yours yourself
    """.split()  # noqa: SIM905 - a block of words reads better than a list of strings
)
DETERMINERS = frozenset(
    """
    a about against all an and any between both by each every for from her his into its my
    no of on or our some such that the their these this those towards with your
    """.split()  # noqa: SIM905
)
