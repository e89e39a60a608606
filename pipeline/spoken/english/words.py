"""English words whose reading depends on convention: titles, abbreviations, months, places."""

# Before a name; said in full.
TITLES = {"Dr": "Doctor", "Drs": "Doctors", "Mr": "Mister", "Mrs": "Missus", "Ms": "Miz",
          "Messrs": "Messers", "Mme": "Madame", "Mlle": "Mademoiselle", "Mx": "Mix",
          "Prof": "Professor", "Profs": "Professors", "Gen": "General", "Gens": "Generals",
          "Rev": "Reverend", "Sen": "Senator", "Sens": "Senators", "Rep": "Representative",
          "Reps": "Representatives", "Gov": "Governor", "Govs": "Governors", "Lt": "Lieutenant",
          "Col": "Colonel", "Capt": "Captain", "Cpt": "Captain", "Cpl": "Corporal",
          "Sgt": "Sergeant", "Pvt": "Private", "Maj": "Major", "Cmdr": "Commander",
          "Cdr": "Commander", "Adm": "Admiral", "Brig": "Brigadier", "Supt": "Superintendent",
          "Insp": "Inspector", "Det": "Detective", "Amb": "Ambassador", "Atty": "Attorney",
          "Pres": "President", "Hon": "Honourable", "Fr": "Father", "Sr": "Sister",
          "Br": "Brother", "Abp": "Archbishop", "Bp": "Bishop", "Card": "Cardinal",
          "Mt": "Mount", "Ft": "Fort", "Pt": "Point"}  # fmt: skip
# Before a number, a roman numeral, or (for those in LETTERED) a single letter.
BEFORE_NUMBER = {"no": "number", "nos": "numbers", "vol": "volume", "vols": "volumes",
                 "p": "page", "pp": "pages", "ch": "chapter", "chs": "chapters", "chap": "chapter",
                 "chaps": "chapters", "fig": "figure", "figs": "figures", "c": "circa",
                 "ca": "circa", "art": "article", "arts": "articles", "sec": "section",
                 "sect": "section", "secs": "sections", "op": "opus", "approx": "approximately",
                 "n": "note", "nn": "notes", "l": "line", "ll": "lines", "v": "verse",
                 "vv": "verses", "para": "paragraph", "paras": "paragraphs", "par": "paragraph",
                 "app": "appendix", "pt": "part", "pts": "parts", "bk": "book", "bks": "books",
                 "eq": "equation", "eqs": "equations", "ex": "example", "tab": "table",
                 "fol": "folio", "col": "column", "cl": "clause", "sc": "scene", "apt": "apartment",
                 "rm": "room", "ser": "series", "tel": "telephone", "ver": "version",
                 "est": "established", "max": "maximum", "min": "minimum", "avg": "average",
                 "hwy": "highway", "rte": "route"}  # fmt: skip
LETTERED = {"app", "fig", "figs", "vol", "ch", "sec", "pt", "apt", "no", "tab"}
NUMBERED_WITHOUT_STOP = {"pp", "p", "vol", "vols", "fig", "figs", "nos", "ch", "chap"}
BEFORE_YEAR = {"b": "born", "d": "died", "r": "reigned", "fl": "flourished", "m": "married"}
# Anywhere, with their full stop.
ABBREVIATIONS = {"e.g": "for example", "i.e": "that is", "cf": "compare", "vs": "versus",
                 "v": "versus", "viz": "namely", "al": "others", "a.k.a": "also known as",
                 "aka": "also known as", "etc": "et cetera", "inc": "Incorporated",
                 "ltd": "Limited", "co": "Company", "corp": "Corporation", "bros": "Brothers",
                 "jr": "Junior", "snr": "Senior", "jnr": "Junior", "sr": "Senior",
                 "esq": "Esquire", "dept": "department", "depts": "departments",
                 "approx": "approximately", "ibid": "ibid", "n.d": "no date", "n.p": "no place",
                 "q.v": "which see", "s.v": "under the word", "no": "no", "vol": "volume",
                 "vols": "volumes", "pp": "pages", "ch": "chapter", "fig": "figure",
                 "est": "established", "esp": "especially", "incl": "including",
                 "excl": "excluding", "govt": "government", "assn": "Association",
                 "assoc": "Association", "univ": "University", "inst": "Institute",
                 "intl": "International", "natl": "National", "misc": "miscellaneous",
                 "avg": "average", "max": "maximum", "cont": "continued", "cont'd": "continued",
                 "anon": "anonymous", "repr": "reprinted", "rpt": "reprinted", "pub": "published",
                 "illus": "illustrated", "abr": "abridged", "ave": "Avenue", "blvd": "Boulevard",
                 "rd": "Road", "ln": "Lane", "hwy": "Highway", "bldg": "Building",
                 "mgr": "manager", "asst": "assistant", "dist": "district", "mfg": "manufacturing",
                 "temp": "temperature", "p.a": "a year"}  # fmt: skip
# Those that are written without a full stop too; "v" only between two names.
WITHOUT_STOP = {"vs", "etc", "Mr", "Mrs", "Ms", "Mx", "Dr", "Drs", "Messrs", "Mme", "Mlle", "Jr",
                "Sr", "Jnr", "Snr", "Prof", "Ltd", "Inc", "aka", "cont'd", "govt", "Sgt",
                "Capt", "Cpl", "Lt", "Col", "Fr", "Mt"}  # fmt: skip
# Ordinary words too: at the end of a sentence their full stop is only that.
ENDING = {"no", "al", "v", "inst", "max", "temp", "pub", "dist", "est", "fig", "cont", "ch", "vol"}
ELIDED = {"til": "till", "n": "and", "tis": "'tis", "twas": "'twas", "em": "'em",
          "cause": "'cause", "bout": "'bout", "round": "'round"}  # fmt: skip
MONTHS = {"Jan": "January", "Feb": "February", "Mar": "March", "Apr": "April", "Jun": "June",
          "Jul": "July", "Aug": "August", "Sep": "September", "Sept": "September",
          "Oct": "October", "Nov": "November", "Dec": "December"}  # fmt: skip
MONTH_NAMES = ("January", "February", "March", "April", "May", "June", "July", "August",
               "September", "October", "November", "December")  # fmt: skip
WEEKDAYS = {"Mon": "Monday", "Tue": "Tuesday", "Tues": "Tuesday", "Wed": "Wednesday",
            "Weds": "Wednesday", "Thu": "Thursday", "Thur": "Thursday", "Thurs": "Thursday",
            "Fri": "Friday", "Sat": "Saturday", "Sun": "Sunday"}  # fmt: skip
# After a place and a comma: the traditional abbreviations, then the postal ones.
STATES = {"Ala": "Alabama", "Ariz": "Arizona", "Ark": "Arkansas", "Calif": "California",
          "Colo": "Colorado", "Conn": "Connecticut", "Del": "Delaware", "Fla": "Florida",
          "Ga": "Georgia", "Ill": "Illinois", "Ind": "Indiana", "Kan": "Kansas", "Ky": "Kentucky",
          "La": "Louisiana", "Md": "Maryland", "Mass": "Massachusetts", "Mich": "Michigan",
          "Minn": "Minnesota", "Miss": "Mississippi", "Mo": "Missouri", "Mont": "Montana",
          "Neb": "Nebraska", "Nev": "Nevada", "Okla": "Oklahoma", "Ont": "Ontario",
          "Ore": "Oregon", "Pa": "Pennsylvania", "Penn": "Pennsylvania", "Tenn": "Tennessee",
          "Tex": "Texas", "Va": "Virginia", "Vt": "Vermont", "Wash": "Washington",
          "Wis": "Wisconsin", "Wyo": "Wyoming"}  # fmt: skip
POSTAL = {"AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California",
          "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "FL": "Florida",
          "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana",
          "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine",
          "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
          "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada",
          "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York",
          "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma",
          "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina",
          "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont",
          "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin",
          "WY": "Wyoming", "BC": "British Columbia", "ON": "Ontario", "QC": "Quebec",
          "NSW": "New South Wales"}  # fmt: skip
BIBLE = {"Gen": "Genesis", "Exod": "Exodus", "Lev": "Leviticus", "Num": "Numbers",
         "Deut": "Deuteronomy", "Josh": "Joshua", "Judg": "Judges", "Sam": "Samuel",
         "Kgs": "Kings", "Chr": "Chronicles", "Chron": "Chronicles", "Neh": "Nehemiah",
         "Ps": "Psalm", "Pss": "Psalms", "Prov": "Proverbs", "Eccl": "Ecclesiastes",
         "Isa": "Isaiah", "Jer": "Jeremiah", "Lam": "Lamentations", "Ezek": "Ezekiel",
         "Dan": "Daniel", "Hos": "Hosea", "Mic": "Micah", "Zech": "Zechariah", "Mal": "Malachi",
         "Matt": "Matthew", "Mk": "Mark", "Lk": "Luke", "Jn": "John", "Rom": "Romans",
         "Cor": "Corinthians", "Gal": "Galatians", "Eph": "Ephesians", "Phil": "Philippians",
         "Col": "Colossians", "Thess": "Thessalonians", "Tim": "Timothy", "Heb": "Hebrews",
         "Jas": "James", "Pet": "Peter", "Rev": "Revelation"}  # fmt: skip
BIBLE_BOOKS = {*BIBLE.values(), "Acts", "Luke", "Ruth", "Esther", "Ezra", "Job", "Joel", "Amos",
               "Titus", "Jude"}  # fmt: skip
SECOND_BOOKS = {"Samuel", "Kings", "Chronicles", "Corinthians", "Thessalonians", "Timothy",
                "Peter", "John"}  # fmt: skip
# Words that may follow a number without being what is counted.
FUNCTION_WORDS = {"a", "an", "and", "as", "at", "by", "for", "from", "had", "has", "have", "he",
                  "her", "his", "in", "is", "it", "its", "of", "on", "or", "our", "she", "so",
                  "than", "that", "the", "their", "they", "this", "to", "was", "we", "were",
                  "which", "who", "will", "with", "would", "you", "but", "if", "not",
                  "be"}  # fmt: skip
# After a bare four-digit number: things that are counted, so that it is no year.
COUNTED_NOUNS = {"people", "workers", "men", "women", "children", "words", "dollars", "pounds",
                 "euros", "miles", "kilometres", "kilometers", "metres", "meters", "feet", "yards",
                 "members", "copies", "soldiers", "troops", "students", "pages", "acres",
                 "hectares", "tons", "tonnes", "years", "months", "weeks", "days", "hours",
                 "minutes", "times", "percent", "kg", "km", "others", "votes", "jobs", "homes",
                 "houses", "books", "users", "customers", "viewers", "readers", "followers",
                 "subscribers", "deaths", "cases", "prisoners", "strikers", "miners", "delegates",
                 "refugees", "migrants", "civilians", "residents", "calories", "units", "shares",
                 "peasants", "families", "households", "voters", "inhabitants", "employees",
                 "trees", "cars", "planes", "ships", "tanks", "animals", "cattle", "sheep",
                 "species", "pupils", "teachers", "schools", "victims", "protesters",
                 "lives"}  # fmt: skip
# Before a number that is told digit by digit.
TOLD_BY_DIGITS = {"call", "called", "calling", "dial", "dialled", "dialed", "phone", "ring",
                  "Call", "Dial", "Phone", "Boeing", "Airbus"}  # fmt: skip
YEAR_AFTER = {"in", "In", "since", "Since", "by", "By", "until", "Until", "before", "Before",
              "after", "After", "from", "From", "around", "circa", "of", "year", "and",
              "to"}  # fmt: skip
