"""English words whose reading depends on convention: titles, abbreviations, names, units."""

# Before a name or a number; said in full.
TITLES = {"Dr": "Doctor", "Mr": "Mister", "Mrs": "Missus", "Ms": "Miz", "Prof": "Professor",
          "Gen": "General", "Rev": "Reverend", "Sen": "Senator", "Rep": "Representative",
          "Gov": "Governor", "Lt": "Lieutenant", "Col": "Colonel", "Capt": "Captain",
          "Sgt": "Sergeant", "Maj": "Major", "Cmdr": "Commander", "Adm": "Admiral",
          "Pres": "President", "Hon": "Honorable", "Fr": "Father", "Sr": "Sister",
          "Mt": "Mount", "Ft": "Fort"}  # fmt: skip
BEFORE_NUMBER = {"No": "number", "Nos": "numbers", "Vol": "volume", "Vols": "volumes",
                 "P": "page", "Pp": "pages", "Ch": "chapter", "Fig": "figure", "Figs": "figures",
                 "C": "circa", "Ca": "circa", "Art": "article", "Sec": "section", "Op": "opus",
                 "Ed": "edition", "Approx": "approximately", "Est": "established",
                 "N": "note", "Nn": "notes", "L": "line", "Ll": "lines"}  # fmt: skip
# Anywhere, with their full stop.
ABBREVIATIONS = {"e.g": "for example", "i.e": "that is", "cf": "compare", "vs": "versus",
                 "v": "versus", "viz": "namely", "et al": "and others", "al": "others",
                 "etc": "et cetera", "Inc": "Incorporated", "Ltd": "Limited",
                 "Co": "Company", "Corp": "Corporation", "Bros": "Brothers", "Jr": "Junior",
                 "Sr": "Senior", "Esq": "Esquire", "dept": "department", "Dept": "Department",
                 "approx": "approximately", "ibid": "ibidem", "eds": "editors", "ed": "editor",
                 "trans": "translator", "no": "no", "vol": "volume", "pp": "pages",
                 "est": "established", "govt": "government", "Assn": "Association",
                 "Ave": "Avenue", "Blvd": "Boulevard", "Rd": "Road"}  # fmt: skip
WITHOUT_STOP = {"vs", "etc", "Mr", "Mrs", "Ms", "Dr", "Jr", "Sr", "Prof", "Ltd", "Inc"}
# Words in small letters that stand for another word, or may.
SMALL = {"et", "p", *ABBREVIATIONS}
MONTHS = {"Jan": "January", "Feb": "February", "Mar": "March", "Apr": "April", "Jun": "June",
          "Jul": "July", "Aug": "August", "Sep": "September", "Sept": "September",
          "Oct": "October", "Nov": "November", "Dec": "December"}  # fmt: skip
MONTH_NAMES = {*MONTHS.values(), "May"}
UNITS = {"km": "kilometres", "m": "metres", "cm": "centimetres", "mm": "millimetres",
         "kg": "kilograms", "g": "grams", "mg": "milligrams", "lb": "pounds", "lbs": "pounds",
         "oz": "ounces", "ft": "feet", "in": "inches", "mi": "miles", "mph": "miles an hour",
         "km/h": "kilometres an hour", "kph": "kilometres an hour", "ha": "hectares",
         "l": "litres", "ml": "millilitres", "km²": "square kilometres", "m²": "square metres",
         "kW": "kilowatts", "MW": "megawatts", "GW": "gigawatts", "kWh": "kilowatt hours",
         "MB": "megabytes", "GB": "gigabytes", "TB": "terabytes", "Hz": "hertz", "kHz": "kilohertz",
         "°C": "degrees Celsius", "°F": "degrees Fahrenheit", "°": "degrees", "%": "percent",
         "hrs": "hours", "hr": "hours", "min": "minutes", "sec": "seconds"}  # fmt: skip
SMALL |= UNITS.keys()
SINGULAR_UNITS = {"feet": "foot", "inches": "inch", "hertz": "hertz", "percent": "percent"}
SLASHED = {"and/or": "and or", "his/her": "his or her", "her/his": "her or his",
           "he/she": "he or she", "she/he": "she or he", "s/he": "she or he",
           "w/": "with", "either/or": "either or", "n/a": "not applicable"}  # fmt: skip
SYMBOLS = {"&": "and", "+": "plus", "=": "equals", "×": "times", "÷": "divided by", "%": "percent",
           "§": "section", "§§": "sections", "@": "at", "#": "number", "~": "about", "≈": "about",
           "<": "less than", ">": "greater than", "→": "to", "©": "copyright", "°": "degrees",
           "±": "plus or minus", "•": "", "·": "", "/": "", "|": "", "*": "", "†": "", "™": "",
           "®": ""}  # fmt: skip
# Capitals that are said as a word; others of up to five letters are spelled.
ACRONYMS = {"AIDS", "ANZAC", "ANTIFA", "ASEAN", "BRICS", "COBRA", "COVID", "DREAM", "FARC", "FEMA",
            "FIFA", "GULAG", "HAMAS", "IKEA", "ISIS", "LASER", "NAFTA", "NASA", "NASDAQ", "NATO",
            "NIMBY", "OPEC", "OSHA", "PEN", "PIN", "POUM", "RADAR", "SALT", "SARS", "SCUBA",
            "SEATO", "SONAR", "SWAPO", "SWAT", "TED", "UEFA", "UNESCO", "UNICEF", "UNITA", "UNRWA",
            "WASP", "YIMBY", "ZANU", "ZAPU"}  # fmt: skip
# Capitals that are ordinary words shouted, or names in capitals: read as the word.
PLAIN_CAPITALS = {"A", "I", "O", "OK", "NO", "NOT", "AND", "THE", "OF", "TO", "IN", "ON", "IS",
                  "ALL", "WE", "MY", "YES", "NOW", "NEW", "BUT", "FOR", "OR", "BY", "AT", "AS",
                  "BE", "DO", "HE", "SHE", "THEY", "YOU", "THIS", "THAT", "EVER", "NEVER", "WHY",
                  "HOW", "WHAT", "WHO", "ONE", "TWO", "MUST", "ONLY", "SOME", "MORE", "VERY",
                  "WAR", "END", "STOP", "ARE", "WAS", "HAS", "HAD", "CAN"}  # fmt: skip
COUNTED = {"War", "Chapter", "Part", "Volume", "Book", "Act", "Scene", "Phase", "Type", "Class",
           "Section", "Article", "Appendix", "Level", "Stage", "Division", "Title", "Canto",
           "Figure", "Table", "Plate", "Grade", "Season", "Episode", "Unit", "Apollo", "Corps",
           "Mark", "Rocky", "Star"}  # fmt: skip
REGNAL = {"Henry", "Charles", "James", "George", "William", "Edward", "Richard", "Elizabeth",
          "Mary", "Louis", "Francis", "Philip", "Ferdinand", "Napoleon", "Frederick", "Wilhelm",
          "Nicholas", "Alexander", "Peter", "Catherine", "Ivan", "Leopold", "Albert", "Pius",
          "John", "Paul", "Benedict", "Leo", "Gregory", "Innocent", "Clement", "Urban", "Boniface",
          "Julius", "Sixtus", "Ramses", "Ptolemy", "Darius", "Xerxes", "Victoria", "Juan",
          "Carlos", "Felipe", "Alfonso", "Pedro", "Christian", "Gustav", "Karl", "Franz", "Joseph",
          "Selassie", "Emmanuel", "Umberto", "Otto", "Robert", "David", "Malcolm"}  # fmt: skip
NEVER_REGNAL = {("Malcolm", "X")}
