/** Words by which a sentence states a fact, in the languages in which Parley shows oversight; lower case. */

const list = (text: string) => new Set(text.trim().split(/\s+/))

/** Numbers, days and months in words. */
export const countWords = list(`
  two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty hundred hundreds thousand thousands
  million millions billion half third quarter twice double dozen percent century decade
  january february march april june july august september october november december monday tuesday wednesday thursday friday
  saturday sunday
  zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig hundert tausend million millionen milliarden hälfte drittel
  viertel doppelt prozent jahrhundert januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag
  freitag samstag sonntag
  deux trois quatre cinq sept huit neuf dix cent mille moitié siècle janvier février avril juin juillet août décembre
  dos tres cuatro cinco seis siete ocho nueve diez cien mil mitad siglo enero febrero marzo junio julio agosto diciembre
  due tre quattro cinque sei sette otto nove dieci cento metà secolo gennaio febbraio maggio giugno luglio dicembre`)

/** What says more than a description: of all, of none, or more than any other. */
export const extremeWords = list(`
  most least best worst first last only never always all every none no everyone nobody oldest youngest
  einzige einziger einziges nie niemals immer alle jeder jede keiner erste erster erstes letzte meisten beste größte größter
  kleinste älteste höchste
  seul seule jamais toujours tous toutes aucun aucune premier première dernier plus
  único única nunca siempre todos todas ningún primero primera último más mayor menor
  unico unica mai sempre tutti tutte nessuno primo prima ultimo più maggiore`)

/** Verbs and nouns of statements that can be looked up. */
export const statementWords = list(`
  causes caused cause contains contained consists founded invented discovered introduced born died built published proved
  proven shows showed located requires required prohibits prohibited increases increased reduces reduced prevents prevented
  means belongs became elected signed abolished ratified according study studies research evidence located produces produced
  converts orbits boils melts freezes absorbs blocks kills treats transmitted inherited illegal lawful legal
  verursacht enthält besteht gegründet erfunden entdeckt eingeführt geboren starb gebaut veröffentlicht bewiesen zeigt liegt
  verlangt verboten erlaubt erhöht senkt verhindert bedeutet gehört wurde gewählt laut studie studien überträgt
  cause contient consiste fondé fondée inventé découvert né née mort construit publié montre situé située exige interdit
  augmente réduit empêche signifie appartient selon étude études
  causa contiene consiste fundó fundada inventó descubrió nació murió construido publicó muestra situada exige prohíbe aumenta
  reduce evita significa según estudio estudios
  contiene consiste fondata inventò scoprì nacque morì costruito pubblicò mostra situata vieta aumenta riduce secondo studi`)

/** A sentence that begins so offers, asks or wishes; only a number makes it a claim. */
export const talkBeginnings = list(`
  i i’m i'm i’ll i'll let please would could can should feel hope hopefully thanks thank sure sorry hello hi dear maybe perhaps
  ich bitte gern gerne danke hallo hoffentlich vielleicht könnten soll
  je j’espère merci bonjour peut
  puedo espero gracias hola quizá quizás
  posso spero grazie ciao forse`)

/** Words that a German sentence has, where every noun has a capital, so that one alone is no name. */
export const germanWords = list(
  'der die das und ist nicht ein eine einen dem den im mit von für auf wird werden sich auch',
)
