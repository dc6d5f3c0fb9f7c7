import { join } from 'node:path'
import { Database } from '../store/database.js'
import { openStore, storeFile } from '../store/open-store.js'
import { SearchIndex } from '../store/search/search-index.js'

/** How much `npm run bench -- history` stores. */
export interface HistorySizes {
  readonly conversations: number
  /** All messages, with those of the long conversation. */
  readonly messages: number
  /** Messages of one conversation, the newest. */
  readonly longMessages: number
}

const yearMs = 365 * 86_400_000

/**
 * For `npm run bench -- history`: three years of conversations in the store in `folder`, the same each time. Writes rows
 * in one transaction, because a hundred thousand messages that are stored one by one take an hour. Returns the id of the
 * long conversation.
 */
export function seedHistory(folder: string, sizes: HistorySizes): string {
  openStore(folder).close()
  const db = new Database(join(folder, storeFile))
  db.configure()
  try {
    return db.transaction(() => seed(db, sizes))
  } finally {
    db.close()
  }
}

function seed(db: Database, { conversations, messages, longMessages }: HistorySizes): string {
  const insertConversation = db.prepare(
    "INSERT INTO conversations (id, title, title_by, created_at, updated_at) VALUES (?, ?, 'user', ?, ?)",
  )
  const insertMessage = db.prepare(
    'INSERT INTO messages (id, conversation_id, parent_id, role, created_at, text, state) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const setLeaf = db.prepare('UPDATE conversations SET leaf_id = ?, updated_at = ? WHERE id = ?')
  const index = new SearchIndex(db)
  const words = new Words()
  const stepMs = (3 * yearMs) / (messages + conversations)
  let time = Date.now() - 3 * yearMs
  const next = () => {
    time += stepMs
    return Math.round(time)
  }
  const add = (id: string, count: number) => {
    const at = next()
    const title = words.text(4)
    insertConversation.run(id, title, at, at)
    index.setTitle(id, title)
    let leaf: string | null = null
    for (let place = 0; place < count; place++) {
      const isQuestion = place % 2 === 0
      const messageId = `${id}-${place}`
      const text = words.text(isQuestion ? 25 : 120)
      const role = isQuestion ? 'user' : 'assistant'
      insertMessage.run(messageId, id, leaf, role, next(), text, isQuestion ? null : 'done')
      index.addMessage(messageId)
      leaf = messageId
    }
    setLeaf.run(leaf, Math.round(time), id)
  }
  const exchanges = (messages - longMessages) / 2
  const upTo = (place: number) => Math.floor((place * exchanges) / (conversations - 1))
  for (let place = 0; place < conversations - 1; place++) add(`c${place}`, 2 * (upTo(place + 1) - upTo(place)))
  add('long', longMessages)
  return 'long'
}

const known = ['the', 'of', 'and', 'ferry', 'harbour', 'office', 'minutes', 'board', 'lease', 'library']
const syllables = [
  'ba',
  'ter',
  'mo',
  'lin',
  'ra',
  'ke',
  'son',
  'vi',
  'da',
  'no',
  'per',
  'sta',
  'ul',
  'gra',
  'ti',
  'men',
]
const vocabulary = 20_000

/** Texts of made-up words, as frequent as words are in English: the n-th word 1/n as often as the first. */
class Words {
  #state = 1

  /** A text of about this many words. */
  text(count: number): string {
    const length = Math.max(1, Math.round(count * (0.5 + this.#random())))
    return Array.from({ length }, () => wordAt(Math.floor(vocabulary ** this.#random()))).join(' ')
  }

  /** From 0 to 1: https://en.wikipedia.org/wiki/Linear_congruential_generator with the numbers of Numerical Recipes. */
  #random(): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0
    return this.#state / 2 ** 32
  }
}

function wordAt(index: number): string {
  const word = known[index]
  if (word !== undefined) return word
  let rest = index
  let made = ''
  while (rest > 0) {
    made += syllables[rest % syllables.length]
    rest = Math.floor(rest / syllables.length)
  }
  return made
}
