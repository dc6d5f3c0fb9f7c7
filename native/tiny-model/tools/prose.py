"""Ordinary English for the corpus: our own templates and word lists, extended by Debian's word list `wamerican-small`.

`Prose(w)` is the language of one document: it remembers names and nouns and uses them again, as real documents do.
`sentence()` returns one sentence. Every tenth word of the word list is reserved for the evaluation.
"""
import re
from pathlib import Path
from zlib import crc32

LIST = Path("/usr/share/dict/american-english-small")
ALL = [x for x in LIST.read_text().split() if x.isascii() and x.isalpha() and x.islower() and 2 < len(x) < 15]
HELD = [x for x in ALL if crc32(x.encode()) % 10 == 0]
KEPT = [x for x in ALL if crc32(x.encode()) % 10]
ENDING = dict(Ved=r"[^e]ed$", Ving=r"..ing$", Adv=r"..ly$", A=r"(able|ible|ous|ful|ive|ical|less|ary|ern|ish|ic)$", Ns=r"[^su]s$", N=r"(tion|ment|ness|ance|ence|ship|er|or|ity|age|ure|ook|ight|ouse|and|ell|ock|ain|oat|ark|ard|ing|ist|et|le|ow|ass)$")
SHAPES = {held: {k: [x for x in words if re.search(e, x)] for k, e in ENDING.items()} for held, words in ((False, KEPT), (True, HELD))}

OWN = dict(
    N="harbour|library|lighthouse|ferry|school|bridge|garden|council|meeting|report|budget|visitor|reader|book|shelf|window|roof|letter|boat|storm|winter|summer|street|market|museum|station|train|tunnel|kitchen|recipe|oven|dough|butter|flour|onion|soup|sample|experiment|laboratory|sensor|battery|engine|machine|pump|valve|cable|contract|tenant|landlord|rent|deposit|lease|payment|invoice|supplier|customer|delivery|warehouse|office|manager|team|committee|chair|treasurer|vote|motion|proposal|agreement|clause|party|court|notice|period|deadline|road|village|valley|mountain|river|lake|island|beach|forest|path|map|guide|hotel|ticket|luggage|journey|driver|passenger|doctor|patient|nurse|clinic|medicine|dose|symptom|trial|study|result|figure|table|page|chapter|story|child|teacher|pupil|lesson|concert|choir|piano|guitar|theatre|play|actor|film|camera|picture|painter|gallery|statue|church|tower|bell|clock|castle|gate|wall|door|floor|stair|lamp|candle|fire|smoke|rain|snow|wind|cloud|sun|moon|star|night|morning|evening|week|month|year|decade|century|price|cost|income|loan|gift|grant|tax|bank|account|card|phone|computer|network|server|printer|password|file|folder|screen|keyboard|update|backup|error|test|plan|design|model|drawing|building|house|flat|room|bathroom|heating|water|electricity|gas|oil|waste|paper|glass|metal|wood|stone|brick|concrete|farm|field|cow|sheep|horse|dog|cat|bird|fish|bee|tree|oak|apple|pear|cherry|flower|rose|grass|seed|harvest|baker|bread|coffee|tea|milk|cheese|sugar|salt|volunteer|neighbour|member|guest|friend|family|mother|father|sister|brother|captain|crew|sailor|anchor|rope|net|sail|mast|deck|quay|crane|container|tide|wave|coast|chart|compass|fog|signal|radio|newspaper|article|editor|archive|catalogue|collection|exhibition|workshop|course|language|dictionary|word|sentence|question|answer|idea|reason|problem|solution|rule|law|election|mayor|citizen|town|city|region|country|border|population|survey|average|majority|increase|decrease|growth|change|risk|accident|insurance|repair|damage|leak|crack|inspection|safety|alarm|exit|key|lock",
    A="small|large|long|short|old|new|quiet|busy|cold|warm|wet|dry|dark|bright|heavy|light|narrow|wide|deep|steep|cheap|expensive|free|full|empty|open|closed|local|public|private|annual|monthly|weekly|daily|early|late|final|first|second|third|last|next|previous|recent|modern|ancient|common|rare|simple|difficult|easy|hard|soft|strong|weak|safe|dangerous|clean|dirty|fresh|ripe|sweet|bitter|salty|sour|red|blue|green|yellow|white|black|grey|brown|wooden|golden|friendly|careful|patient|proud|happy|sad|tired|hungry|angry|calm|clear|cloudy|sunny|rainy|foggy|frozen|broken|missing|spare|main|extra|special|general|legal|medical|technical|digital|electric|important|necessary|possible|popular|famous|unknown|young|elderly|northern|southern|eastern|western|whole|half|double|steady|sudden|slow|quick|regular|temporary|permanent|original|annoying|lovely|pleasant|curious|strange|gentle|loud|silent|crowded|lonely|generous|modest|rough|smooth|thick|thin|sharp|round|square|flat",
    Ved="opened|closed|repaired|painted|moved|tested|replaced|delivered|ordered|checked|planned|sold|bought|built|described|reviewed|counted|stored|shipped|collected|inspected|recorded|compared|improved|delayed|cancelled|extended|finished|started|designed|printed|signed|read|found|lost|kept|brought|carried|cleaned|washed|cooked|baked|mixed|cut|served|tasted|measured|weighed|heated|cooled|filled|emptied|lifted|pulled|pushed|turned|switched|lit|saw|heard|watched|met|called|wrote|sent|answered|asked|told|explained|discussed|agreed|rejected|accepted|approved|refused|paid|borrowed|returned|lent|gave|took|left|reached|crossed|followed|missed|caught|visited|remembered|forgot|noticed|expected|hoped for|needed|used|shared|offered|changed|reduced|raised|doubled|trained|taught|learned|chose|made|broke|mended|hung|planted|watered|picked|dug|swept|welcomed|thanked|invited|organised|celebrated|supported",
    Adv="slowly|quickly|carefully|again|later|twice|today|yesterday|together|quietly|easily|rarely|often|soon|finally|already|almost|never|always|usually|gradually|suddenly|mostly|partly|nearly|gladly|barely|exactly|once more|at last|in time|by hand|on foot|by mistake|without warning|at noon|overnight",
    Ns="books|readers|visitors|members|children|volunteers|boats|ships|houses|streets|trees|flowers|birds|letters|reports|figures|samples|tests|errors|repairs|costs|payments|tickets|rooms|windows|chairs|tables|lamps|shelves|boxes|bottles|plates|cups|spoons|eggs|apples|onions|potatoes|carrots|loaves|stones|bricks|pipes|cables|screws|tools|machines|computers|pages|chapters|stories|songs|games|lessons|meetings|votes|rules|plans|ideas|questions|answers|weeks|months|years|evenings|guests|neighbours|teachers|doctors|patients|farmers|sailors|passengers|buses|trains|stations|roads|hills|rivers|islands|waves|clouds|storms|maps|photographs|newspapers|magazines|films|concerts|workshops|courses|donations|grants|prices|bills|taxes|keys|doors")
OWN = {k: v.split("|") for k, v in OWN.items()}
OWN["V"] = "open close repair paint move test replace deliver order check plan sell buy build describe review count store collect inspect record compare improve delay extend finish start print sign read find keep bring carry clean cook mix cut serve measure heat fill lift pull turn watch call write send answer ask explain discuss accept approve refuse pay borrow return lend give take leave reach cross follow visit remember expect need use share offer change reduce raise train teach learn choose make plant welcome thank invite support".split()
OWN["Ving"] = "opening closing repairing painting moving testing replacing delivering ordering checking planning selling buying building reviewing counting storing collecting recording comparing improving finishing starting printing reading finding keeping carrying cleaning cooking baking mixing cutting serving measuring heating filling lifting turning watching calling writing sending answering asking explaining discussing paying borrowing returning sharing changing reducing raising training teaching learning choosing making planting waiting walking sailing fishing swimming singing talking laughing sleeping".split()
FIXED = dict(
    month="January February March April May June July August September October November December".split(),
    day="Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    unit="kilometres|metres|miles|hours|minutes|days|weeks|people|boxes|pages|seats|litres|tonnes|kilograms|grams|degrees|euros|pounds|dollars|percent|°C|%|cm|km|kg|ml".split("|"),
    title="Dr.|Mr.|Mrs.|Ms.|Prof.|St.|Dr|Mr|Ms|Captain|Professor|Judge|Sister|Uncle|Aunt".split("|"),
    abbr="e.g.|i.e.|approx.|ca.|incl.|esp.|cf.|viz.".split("|"),
    ref="see p. 4|see below|No. 7|fig. 3|table 2|see section 5|cf. page 12|ref. A-17|vol. 2|i.e. none|p. 3|ch. 9".split("|"),
    who="we|they|she|he|I|you|everyone|nobody|some people|most of them|both sides|the others".split("|"),
    where="in the morning|near the river|at the end of the week|without any delay|for several days|before lunch|after the storm|on the second floor|with great care|during the summer|behind the station|across the valley|in the old part of the town|by the end of the year|at low cost|for the second time|under the new rules|in spite of the rain|next to the harbour|since the spring|until further notice|for the first time in years|as usual|on the way home|in the middle of the night|over the winter|a little later|with a smile|at the front desk|from the very beginning|along the quay|under the trees|around the corner|at sea|in the dark|within a month|to everyone's surprise".split("|"),
    link=", and |, and |, but |; |, because | because | so that | while |, while | - | – | — |, which meant that | when | and then |: |, so | although | until | before | after | as soon as | if |, or |, yet ".split("|"),
    lead="However, |As a result, |In addition, |For example, |In short, |Meanwhile, |At the same time, |After all, |Even so, |In the end, |On the other hand, |Of course, |Above all, |Last year, |This year, |Next spring, |Every morning, |So far, |From now on, |Fortunately, |Unfortunately, |Strictly speaking, |In other words, |To our surprise, |For this reason, |Some years ago, |Once, |Then |Perhaps |Still, |Even |Only |Now |Here ".split("|"),
    german="Straße|Brücke|Gemütlichkeit|Schlüssel|Bürgermeister|Frühstück|Käse|größer|Hafen|Übung|Lübeck|München|Grüße|für|Tür|Bücherei|Jahresbericht|Schiff|Öffnungszeiten|Glück|können|müssen|Haus|Leuchtturm|schön".split("|"),
    french="café|été|château|rue de l'Église|hôtel|bibliothèque|élève|fenêtre|crème brûlée|déjà vu|garçon|naïve|première|à la carte|théâtre|forêt|île|goûter|père|Noël|où|façade|résumé|Besançon|Orléans".split("|"),
    german_line="Die Bücherei am Hafen ist seit {n} Jahren geöffnet|Der {name} wohnt in der {german}|Wir haben {n} Bücher für die Kinder gekauft|Das Schiff kommt am {d}. Mai um {time} Uhr an|Am Morgen war es kalt und neblig|Die {german} wird bis Ende {y} erneuert|Bitte schließen Sie die Tür|Im Frühling blühen die Bäume|Die Kosten betragen {n} Euro|Alle Gäste waren zufrieden".split("|"),
    french_line="La bibliothèque du port est ouverte depuis {n} ans|Le bateau arrive à {time}|Nous avons acheté {n} livres pour les élèves|Il faisait froid et la forêt était calme|Le {french} se trouve près de l'église|Les travaux coûtent {n} euros|Veuillez fermer la fenêtre|En été, les visiteurs sont plus nombreux|Madame {cap} a présenté le résumé|Tout le monde était content".split("|"))

TEMPLATES = """
the {N} {Ved} the {N} {where}|the {A} {N} was {Ved} {where}|the {N} of the {N} is {A}|the {N} was {A} and {A}|there {was} a {A} {N} {where}|there were {n} {Ns} {where}
{who} {Ved} the {N} and the {N}|{who} {Ved} {n} {Ns} {where}|{who} had to {V} the {A} {N}|{who} could not {V} the {N}|{who} {Adv} {Ved} the {Ns}|{name} {Ved} the {A} {N} on {date}|{name} and {name} {Ved} the {N} {Adv}
the {Ns} from {cap} were {Ved} by {name}|the {N} in {cap} has {n} {Ns}|most of the {Ns} are {A}, {abbr} the {N} and the {N}|the {N} ({ref}) must be {Ved} {where}|the {N} costs {money} a {period}
a {N} that {Ved} the {N} is {A}|{Ving} the {N} took {n} {unit}|the {N} {where} needs {A} {Ns}|it was {A} to {V} the {N} {where}|it is {A} that the {N} {Ved} the {Ns}|nothing is as {A} as a {N}|one {N} is enough
the {N} opens at {time} and closes at {time}|on {day} the {N} was {Ved}|between {y} and {y} the {N} {Ved} {n} {Ns}|in {y} the {N} {Ved} its {A} {N}|by {month} the {A} {Ns} had been {Ved}|the {N} rose from {n} to {n} {unit}|about {n} {unit} of {N} were {Ved}
the {n} {Ns} that {name} {Ved} in {month} are still {A}|every {N} has a {N}, a {N} and a {N}|the {N}, the {N} and the {A} {Ns} were {Ved}|neither the {N} nor the {N} was {A}|both {Ns} and {Ns} {V} the {N}|more {Ns} than {Ns} were {Ved} {where}
the {N} at {n} {cap} Street is {A}|the {N} called "{cap}" is {A}|the word "{w}" means {w}|the sign said "{w} {w}"|{title} {cap} {Ved} the {N}|{title} {cap} asked for a {A} {N}|a {N} by {initial}. {cap} was {Ved} {where}
the {Ns} {V} {Adv} {where}|the {w} {w} was {A}|a {w} of {w} and {w} {Ved} us|the {w} was {w}|{w} and {w} are {A}|no {w} {w} without a {w}|the {A} {w} is {w} {where}|they {Ved} some {w}, {w} and {w}|the {N}'s {w} was {Ved}|the {N} isn't {A}, it's {w}|we don't {V} the {w}
the {Ns} of {cap} {V} {n} {unit} of {N}|the {A}-{Ving} {N} was {Ved}|a {n}-{N} {N} was {Ved} {where}|the {N} will be {Ved} on {date}|the {N} may {V} the {N} {where}|the {N} shall {V} the {N} within {n} days|the {N} should be {Ved} before it is {Ved}
{V} the {Ns} and {V} them {Adv}|{V} {n} {unit} of {N} {where}|please {V} the {N} {where}|do not {V} the {A} {N}|{Ving} and {Ving} are part of the {N}|thank you for the {N} that you {Ved} {where}|dear {name}, the {N} is {A}
the {N} {Ved} {n} % of its {Ns}|the {N} measured {n} by {n} {unit}|at {time} the {N} was {n} {unit}|version {d}.{d} of the {N} {Ved} the {N}|order {code} was {Ved} {where}|the {N} (about {n} {unit}) was {Ved}|the {N} [{w}] was {Ved}
the {german} is {A}|a {french} near the {N} was {Ved}|the {N} in {german} was {Ved}|{who} {Ved} the {french} {where}
what the {N} {Ved} was a {A} {N}|where the {N} was, a {N} stands now|when the {N} is {A}, the {Ns} are {Ved}|if the {N} is {Ved}, {who} will {V} it|although {who} {Ved} the {N}, the {Ns} were {A}|because of the {A} {N}, {n} {Ns} were {Ved}|after {Ving} the {N}, {who} {Ved} a {N}|to {V} the {N}, {who} {Ved} {n} {Ns}
""".strip().replace("\n", "|").split("|")
SLOT = re.compile(r"{(\w+)}")
AN = re.compile(r"\b(a)(?= [aeio])")
RECALLED = {"N", "Ns", "A", "name", "cap", "w"}


def upper(s):
    return s[:1].upper() + s[1:]


class Prose:
    def __init__(self, w):
        self.w, self.seen = w, {}
        self.own, self.again = w.pick([.2, .5, .75]), w.pick([0, 0, .3, .5])  # probability of a word of its own, and of a word that it used before

    def slot(self, kind):
        w, r = self.w, self.w.r
        known = self.seen.setdefault(kind, [])
        if kind in RECALLED and len(known) > 2 and r.random() < self.again: return w.pick(known)
        value = self.new(kind)
        if kind in RECALLED: known.append(value)
        return value

    def new(self, kind):
        w, n = self.w, self.w.r.randint
        if kind in OWN or kind in ENDING: return w.pick(OWN[kind]) if kind not in ENDING or w.r.random() < self.own else w.pick(SHAPES[w.test][kind])
        if kind == "w": return w.pick(HELD if w.test else KEPT)
        if kind in FIXED: return self.fill(w.pick(FIXED[kind]))
        if kind == "name": return w.name() if w.r.random() < .8 else f"{w.pick(FIXED['title'])} {w.cap()}"
        if kind == "cap": return w.cap() if w.r.random() < .6 else upper(self.new("w"))
        if kind == "n": return w.number() if w.r.random() < .7 else w.pick("two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty ninety".split())
        if kind == "y": return str(n(1780, 2040))
        if kind == "d": return str(n(1, 28))
        if kind == "time": return w.pick([f"{n(0, 23):02d}:{n(0, 59):02d}", f"{n(1, 12)} o'clock", f"{n(1, 12)}.{n(10, 59)} p.m.", f"{n(1, 12)} a.m."])
        if kind == "date": return w.date()
        if kind == "money": return w.pick(["€", "£", "$", "€ "]) + w.number() if w.r.random() < .6 else f"{w.number()} euros"
        if kind == "period": return w.pick("day week month year night person head".split())
        if kind == "was": return w.pick(["is", "was", "has been", "will be"])
        if kind == "initial": return w.pick("ABCDEFGHJKLMNPRSTW")
        if kind == "code": return w.code()
        raise KeyError(kind)

    def fill(self, template):
        return SLOT.sub(lambda m: self.slot(m.group(1)), template)

    def clause(self):
        return AN.sub(r"\1n", self.fill(self.w.pick(TEMPLATES)))

    def sentence(self):
        w, x = self.w, self.w.r.random()
        if x < .1: return upper(w.salad(w.r.randint(4, 18), HELD if w.test else KEPT)) + "."
        if x < .17: return upper(" ".join(self.new("w") for _ in range(w.r.randint(3, 14)))) + "."
        if x < .22: return w.sentence()
        if x < .26: return upper(self.fill(w.pick(FIXED["german_line"] + FIXED["french_line"]))) + "."
        s = self.clause()
        for _ in range(w.pick([0, 0, 1, 1, 1, 2])): s += w.pick(FIXED["link"]) + self.clause()
        y = w.r.random()
        if y < .3: s = w.pick(FIXED["lead"]) + s
        elif y < .33: s += f" ({self.clause() if w.r.random() < .5 else w.pick(FIXED['ref'])})"
        elif y < .36: return f'"{upper(s)}," {w.pick(["said", "wrote", "asked", "answered"])} {self.slot("name")}.'
        elif y < .38: return f'{upper(self.slot("name"))} {w.pick(["said", "wrote", "added"])}: "{upper(s)}."'
        elif y < .385: return f"({upper(s)}.)"
        elif y < .41: s += ", " + w.pick(["etc", "and so on", "as before", "too", "if possible", "please"])
        return upper(s) + (w.pick("!?") if w.r.random() < .06 else ".")

    def heading(self):
        w = self.w
        if w.r.random() < .55: t = w.pick("introduction|background|summary|results|costs|visitors|the year|staff|plans|next steps|safety|opening hours|method|findings|agenda|minutes of the board|discussion|decisions|questions|appendix|history|events|repairs|the building|thanks|outlook|money|people|weather|the journey|contents|chapter {d}|{d}. {N}|part {d}|annual report {y}|ingredients|{month} {y}|{day}".split("|"))
        else: t = w.pick(["{A} {N}", "the {N}", "{N} and {N}", "{Ns}", "{w} {w}", "the {A} {N}", "{Ving} the {N}", "{cap}", "{A} {Ns} in {y}", "{d}.{d} {N}"])
        return upper(self.fill(t))
