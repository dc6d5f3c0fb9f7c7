import { fictionWords, legalWords, medicalWords, type TopicWords } from './oversight-words.js'

export type OversightTopic = 'medical' | 'legal'

/** Points of a word in the question and in the reply; what a topic needs, and what it needs in a made-up text. */
const strongPoints = 3
const weakPoints = 1
const questionFactor = 2
const neededPoints = 5
const neededInFiction = 15

/** What follows is not looked at: a topic shows at once, and a long reply must not cost a frame. */
const maxCharacters = 6_000

/**
 * Whether a question and its reply are about medicine or law, where a person must look at what a model says. A rule on this
 * computer, by words in seven languages: it asks no model, and takes time in proportion to the text.
 */
export function oversightTopic(question: string, reply: string): OversightTopic | undefined {
  const asked = textOf(question)
  const answered = textOf(reply)
  const needed = matches(fiction, asked.words).size > 0 ? neededInFiction : neededPoints
  const medical = pointsOf(topics.medical, asked, answered)
  const legal = pointsOf(topics.legal, asked, answered)
  if (Math.max(medical, legal) < needed) return undefined
  return medical >= legal ? 'medical' : 'legal'
}

interface Text {
  readonly words: ReadonlySet<string>
  readonly plain: string
}

/** Without code, whose names mean something else, and without accents. */
function textOf(text: string): Text {
  const plain = text
    .slice(0, maxCharacters)
    .replace(/```[\s\S]*?(?:```|$)/g, ' ')
    .replace(/`[^`\n]*`/g, ' ')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
  return { plain: ` ${plain.replace(/\s+/g, ' ')} `, words: new Set(plain.match(/\p{L}+/gu) ?? []) }
}

/** Words that are whole, and beginnings of words. */
interface Lexicon {
  readonly whole: ReadonlySet<string>
  readonly stems: ReadonlySet<string>
  readonly shortest: number
  readonly longest: number
}

function lexiconOf(entries: readonly string[]): Lexicon {
  const stems = entries.filter((entry) => entry.endsWith('*')).map((entry) => entry.slice(0, -1))
  return {
    whole: new Set(entries.filter((entry) => !entry.endsWith('*'))),
    stems: new Set(stems),
    shortest: Math.min(...stems.map(({ length }) => length)),
    longest: Math.max(...stems.map(({ length }) => length)),
  }
}

interface Topic {
  readonly strong: Lexicon
  readonly weak: Lexicon
  readonly phrases: readonly string[]
}

const topicOf = ({ strong, weak, phrases }: TopicWords): Topic => ({
  strong: lexiconOf(strong),
  weak: lexiconOf(weak),
  phrases,
})

const topics = { medical: topicOf(medicalWords), legal: topicOf(legalWords) } as const
const fiction = lexiconOf(fictionWords)

/** The entries that the words have, each once: "doctor" and "doctors" are one. */
function matches({ whole, stems, shortest, longest }: Lexicon, words: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>()
  for (const word of words) {
    if (whole.has(word)) found.add(word)
    for (let length = shortest; length <= Math.min(word.length, longest); length++) {
      const stem = word.slice(0, length)
      if (stems.has(stem)) found.add(stem)
    }
  }
  return found
}

/** A word of the question counts there only. Without one in the question, only strong words of the reply count. */
function pointsOf({ strong, weak, phrases }: Topic, asked: Text, answered: Text): number {
  const both = (lexicon: Lexicon) => {
    const inQuestion = matches(lexicon, asked.words)
    const inReply = [...matches(lexicon, answered.words)].filter((word) => !inQuestion.has(word))
    return { question: inQuestion.size, reply: inReply.length }
  }
  const inText = ({ plain }: Text) => phrases.filter((phrase) => plain.includes(` ${phrase}`)).length
  const strongWords = both(strong)
  const weakWords = both(weak)
  const questionPhrases = inText(asked)
  const inQuestion = (strongWords.question + questionPhrases) * strongPoints + weakWords.question * weakPoints
  const inReply = (strongWords.reply + inText(answered)) * strongPoints
  return inQuestion * questionFactor + inReply + (inQuestion > 0 ? weakWords.reply * weakPoints : 0)
}
