"""Units, currencies and signs of English, and what they are called."""

# Sign: one, many, and the hundredth part.
CURRENCIES = {"$": ("dollar", "dollars", "cents"), "£": ("pound", "pounds", "pence"),
              "€": ("euro", "euros", "cents"), "¥": ("yen", "yen", ""),
              "₹": ("rupee", "rupees", "paise"), "₩": ("won", "won", ""),
              "₽": ("rouble", "roubles", "kopecks"), "₪": ("shekel", "shekels", ""),
              "₺": ("lira", "lira", ""), "₦": ("naira", "naira", ""),
              "₴": ("hryvnia", "hryvnias", ""), "₫": ("dong", "dong", ""),
              "₱": ("peso", "pesos", ""), "฿": ("baht", "baht", ""), "₡": ("colon", "colones", ""),
              "₲": ("guarani", "guaranis", ""), "₵": ("cedi", "cedis", ""),
              "¢": ("cent", "cents", ""), "₿": ("bitcoin", "bitcoins", "")}  # fmt: skip
# Whose dollar, or pound, the letters before its sign tell.
COUNTRIES = {"US": "U.S", "U.S.": "U.S", "A": "Australian", "AU": "Australian", "C": "Canadian",
             "CA": "Canadian", "CAD": "Canadian", "HK": "Hong Kong", "NZ": "New Zealand",
             "S": "Singapore", "NT": "Taiwan", "E": "Egyptian", "IR": "Irish", "LE": "Egyptian",
             "MX": "Mexican", "Z": "Zimbabwean"}  # fmt: skip
REAL = ("real", "reais", "centavos")  # R$ is no dollar
CODES = {"USD": ("U.S dollar", "U.S dollars"), "EUR": ("euro", "euros"), "GBP": ("pound", "pounds"),
         "CHF": ("Swiss franc", "Swiss francs"), "JPY": ("yen", "yen"),
         "CAD": ("Canadian dollar", "Canadian dollars"),
         "AUD": ("Australian dollar", "Australian dollars"), "INR": ("rupee", "rupees"),
         "CNY": ("yuan", "yuan"), "RMB": ("yuan", "yuan"), "RUB": ("rouble", "roubles"),
         "SEK": ("Swedish krona", "Swedish kronor"), "NOK": ("Norwegian krone", "Norwegian kroner"),
         "DKK": ("Danish krone", "Danish kroner"), "PLN": ("zloty", "zlotys"),
         "ZAR": ("rand", "rand"), "BRL": ("real", "reais"),
         "MXN": ("Mexican peso", "Mexican pesos"), "DM": ("mark", "marks"),
         "kr": ("krona", "kronor")}  # fmt: skip
RUPEES = {"Rs", "Re", "Rs.", "INR"}
MAGNITUDES = {"k": "thousand", "m": "million", "mn": "million", "mln": "million", "bn": "billion",
              "b": "billion", "tn": "trillion", "t": "trillion", "trn": "trillion",
              "thousand": "thousand", "million": "million", "billion": "billion",
              "trillion": "trillion", "hundred": "hundred", "crore": "crore",
              "lakh": "lakh"}  # fmt: skip

UNITS = {"km": "kilometres", "m": "metres", "cm": "centimetres", "mm": "millimetres",
         "µm": "micrometres", "μm": "micrometres", "nm": "nanometres", "kg": "kilograms",
         "kgs": "kilograms", "g": "grams", "mg": "milligrams", "µg": "micrograms",
         "μg": "micrograms", "mcg": "micrograms", "lb": "pounds", "lbs": "pounds", "oz": "ounces",
         "ft": "feet", "in": "inches", "yd": "yards", "yds": "yards",
         "mi": "miles", "mph": "miles an hour", "km/h": "kilometres an hour",
         "kmh": "kilometres an hour", "kph": "kilometres an hour", "m/s": "metres a second",
         "ha": "hectares", "l": "litres", "L": "litres", "ml": "millilitres", "mL": "millilitres",
         "cl": "centilitres", "gal": "gallons", "pt": "pints", "qt": "quarts", "cc": "C.C",
         "tsp": "teaspoons", "tbsp": "tablespoons", "km²": "square kilometres",
         "km2": "square kilometres", "m²": "square metres", "m2": "square metres",
         "cm²": "square centimetres", "ft²": "square feet", "m³": "cubic metres",
         "m3": "cubic metres", "cm³": "cubic centimetres", "W": "watts", "kW": "kilowatts",
         "MW": "megawatts", "GW": "gigawatts", "TW": "terawatts", "kWh": "kilowatt hours",
         "MWh": "megawatt hours", "GWh": "gigawatt hours", "TWh": "terawatt hours", "V": "volts",
         "kV": "kilovolts", "mV": "millivolts", "mA": "milliamps", "mAh": "milliamp hours",
         "J": "joules", "kJ": "kilojoules", "MJ": "megajoules", "cal": "calories",
         "kcal": "kilocalories",
         "mol": "moles", "mmol": "millimoles",
         "N": "newtons", "Pa": "pascals", "kPa": "kilopascals",
         "psi": "pounds a square inch", "KB": "kilobytes", "kB": "kilobytes", "MB": "megabytes",
         "GB": "gigabytes", "TB": "terabytes", "kbps": "kilobits a second",
         "Mbps": "megabits a second", "Gbps": "gigabits a second", "MB/s": "megabytes a second",
         "Hz": "hertz", "kHz": "kilohertz", "MHz": "megahertz", "GHz": "gigahertz",
         "dB": "decibels", "rpm": "revolutions a minute", "bpm": "beats a minute",
         "fps": "frames a second", "ppm": "parts per million", "ppb": "parts per billion",
         "°C": "degrees Celsius", "°F": "degrees Fahrenheit", "℃": "degrees Celsius",
         "℉": "degrees Fahrenheit", "°": "degrees", "º": "degrees", "°N": "degrees north",
         "°S": "degrees south", "°E": "degrees east", "°W": "degrees west", "%": "percent",
         "‰": "per thousand", "hrs": "hours", "hr": "hours", "h": "hours", "min": "minutes",
         "mins": "minutes", "sec": "seconds", "secs": "seconds", "ms": "milliseconds",
         "yr": "years", "yrs": "years", "wks": "weeks", "wk": "weeks", "doz": "dozen",
         "sq": "square", "cu": "cubic", "″": "inches", "′": "feet"}  # fmt: skip
# Units that are a word or a letter of their own: read so only where they touch the number, or
# with a full stop.
ATTACHED_ONLY = {"in", "N", "W", "L", "J", "l", "h", "V", "pt", "doz", "ha", "cal", "gal"}
SINGULAR = {"feet": "foot", "inches": "inch", "hertz": "hertz", "kilohertz": "kilohertz",
            "megahertz": "megahertz", "gigahertz": "gigahertz", "percent": "percent",
            "dozen": "dozen", "per": "per", "C.C": "C.C"}  # fmt: skip
# After these it is the next word that takes the plural.
BEFORE_PLURAL = {"square", "cubic", "kilowatt", "megawatt", "gigawatt", "terawatt", "milliamp"}
PER = {"hr": "hour", "h": "hour", "yr": "year", "mo": "month", "wk": "week", "min": "minute"}

SLASHED = {"and/or": "and or", "his/her": "his or her", "her/his": "her or his",
           "him/her": "him or her", "her/him": "her or him", "he/she": "he or she",
           "she/he": "she or he", "s/he": "she or he", "(s)he": "she or he",
           "they/them": "they them",
           "w/": "with", "w/o": "without", "b/c": "because", "c/o": "care of",
           "either/or": "either or",
           "n/a": "not applicable", "km/h": "kilometres an hour",
           "m/s": "metres a second"}  # fmt: skip
NAMED = {"C#": "C sharp", "F#": "F sharp", "C++": "C plus plus", ".NET": "dot net",
         "K-12": "K to twelve", "24/7": "twenty-four seven", "nth": "enth",
         "24-7": "twenty-four seven",
         "O'clock": "o'clock"}  # fmt: skip
SYMBOLS = {"&": "and", "+": "plus", "＋": "plus", "=": "equals", "×": "times", "÷": "divided by",
           "%": "percent", "‰": "per thousand", "§": "section", "§§": "sections", "¶": "paragraph",
           "¶¶": "paragraphs", "@": "at", "#": "number", "№": "number", "~": "about",
           "≈": "about", "<": "less than", ">": "greater than", "≤": "at most", "≥": "at least",
           "≠": "is not", "→": "to", "⇒": "means", "←": "from", "↔": "to", "©": "copyright",
           "°": "degrees", "±": "plus or minus", "√": "square root of", "∞": "infinity",
           "∑": "sum of", "∂": "partial", "∈": "in", "−": "minus", "℅": "care of",
           "$": "dollars", "£": "pounds", "€": "euros", "¥": "yen"}  # fmt: skip
# Signs of layout, which part what stands on either side.
PARTING = {"|", "¦", "‖", "•", "·", "/", "\\", "‣", "▪", "■", "*", "***", "⁂"}
# Before a number, without a blank.
PREFIXES = {"±": "plus or minus", "~": "about", "≈": "about", "<": "less than", ">": "more than",
            "≤": "at most", "≥": "at least", "#": "number", "№": "number", "§": "section",
            "§§": "sections", "¶": "paragraph", "¶¶": "paragraphs", "©": "copyright",
            "√": "square root of", "×": "times", "=": "equals", "@": "at", "&": "and"}  # fmt: skip
