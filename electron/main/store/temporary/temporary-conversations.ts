import { randomUUID } from 'node:crypto'
import { type Conversation, isTemporary, keptId, temporaryId } from '../../../../contract/chat.js'
import { AppError } from '../../../../contract/errors.js'
import type { ReplySettings } from '../../../../contract/settings.js'
import type { ArchivedConversation } from '../archive/archived.js'
import { createConversationReader } from '../archive/read-conversations.js'
import { createConversations } from '../conversations.js'
import { createCuts } from '../cuts.js'
import { Database, inMemory } from '../database.js'
import { createDrafts } from '../drafts.js'
import { createMessages } from '../messages.js'
import { migrate } from '../migrate.js'
import { createQueued } from '../queued.js'
import { SearchIndex } from '../search/search-index.js'
import type { Store, StoreOnDisk } from '../store.js'
import { titleFrom } from '../title.js'

const title = 'Temporary conversation'

/** What a window may do with temporary conversations beside all that it does with others. */
export interface TemporaryConversations {
  /** Newest first. */
  list(): readonly Conversation[]
  begin(settings: ReplySettings): Conversation
  /** Moves it to the disk, where it is an ordinary conversation with this id. Throws `not-found`, `disk-full`. */
  keep(id: string): string
  /** It is gone. */
  close(id: string): void
}

/** The part of a store that a temporary conversation needs. */
type Part = Pick<Store, 'conversations' | 'messages' | 'cuts' | 'drafts' | 'queued' | 'atomically'> & {
  readonly archived: (id: string) => ArchivedConversation
}

/**
 * Adds temporary conversations to a store: they are rows of a database in memory, so that no byte of them comes to the
 * disk. Their ids say where they are, and so do those of what is in them; each call goes there.
 */
export function withTemporary(stored: StoreOnDisk, now: () => number): Store {
  let part: Part | undefined
  const memory = () => {
    part ??= createPart(now)
    return part
  }
  const remove = (id: string) => {
    memory().conversations.trash(id)
    memory().conversations.deleteTrashed([id])
  }
  const archive: Store['archive'] = {
    ...stored.archive,
    conversation: (id) => (isTemporary(id) ? withKeptIds(memory().archived(id)) : stored.archive.conversation(id)),
  }
  return {
    ...stored,
    conversations: {
      ...byId(stored.conversations, () => memory().conversations, ofOneConversation),
      trash(id) {
        refuseTemporary(id)
        return stored.conversations.trash(id)
      },
      place(ids, placement) {
        for (const id of ids) refuseTemporary(id)
        return stored.conversations.place(ids, placement)
      },
    },
    messages: byId(stored.messages, () => memory().messages),
    cuts: byId(stored.cuts, () => memory().cuts),
    drafts: byId(stored.drafts, () => memory().drafts),
    queued: byId(stored.queued, () => memory().queued),
    archive,
    // An empty transaction writes nothing.
    atomically: (work) => stored.atomically(() => (part ? part.atomically(work) : work())),
    temporary: {
      list: () => part?.conversations.list() ?? [],
      begin(settings) {
        const { id } = memory().conversations.create(title, settings)
        return memory().conversations.rename(id, title, 'user')
      },
      keep(id) {
        const archived = archive.conversation(id)
        const question = archived.messages.find(({ role }) => role === 'user')
        const isUntitled = archived.title === title
        const importing = stored.archive.startImport({ isDry: false })
        importing.slice(() =>
          importing.addConversation({
            ...archived,
            ...(isUntitled && question && { title: titleFrom(question.text), titleBy: 'words' }),
          }),
        )
        for (const { text } of memory().queued.list(id)) stored.queued.add(keptId(id), text)
        importing.finish()
        remove(id)
        return keptId(id)
      },
      close: remove,
    },
  }
}

function createPart(now: () => number): Part {
  const db = new Database(inMemory, { newId: () => temporaryId(randomUUID()) })
  db.configure()
  migrate(db)
  const index = new SearchIndex(db)
  index.clearOutdated()
  const { read } = createConversationReader(db)
  return {
    conversations: createConversations(db, index, now),
    messages: createMessages(db, index, now),
    cuts: createCuts(db, now),
    drafts: createDrafts(db),
    queued: createQueued(db),
    atomically: (work) => db.transaction(work),
    archived: read,
  }
}

/** What is asked of one conversation, by its id first. */
const ofOneConversation = [
  'get',
  'rename',
  'titleBy',
  'settings',
  'setSettings',
  'ownNames',
  'setOwnNames',
  'setModel',
  'setUnread',
  'nextPassage',
] as const satisfies readonly (keyof Store['conversations'])[]

/** Calls of `stored` whose first argument names something temporary go to `temporary`. */
function byId<T extends object>(stored: T, temporary: () => T, names: readonly (keyof T)[] = namesOf(stored)): T {
  const call =
    (name: keyof T) =>
    (...args: unknown[]) => {
      const target = isTemporary(idIn(args[0])) ? temporary() : stored
      return (target[name] as (...args: unknown[]) => unknown)(...args)
    }
  return { ...stored, ...Object.fromEntries(names.map((name) => [name, call(name)])) }
}

const namesOf = <T extends object>(object: T) => Object.keys(object) as Extract<keyof T, string>[]

/** The id that an argument is, has, or begins with. */
function idIn(argument: unknown): string | null {
  if (typeof argument === 'string') return argument
  if (Array.isArray(argument)) return idIn(argument[0])
  const { id } = Object(argument) as { id?: unknown }
  return typeof id === 'string' ? id : null
}

/** Throws `refused` for what lives in a temporary conversation. */
function refuseTemporary(id: string): void {
  if (!isTemporary(id)) return
  throw new AppError('refused', 'A temporary conversation has no place in the list. Keep it first.')
}

/** Every id as it is once the conversation is kept, also those in recipes. */
const withKeptIds = (archived: ArchivedConversation): ArchivedConversation =>
  JSON.parse(JSON.stringify(archived), (_key, value: unknown) =>
    typeof value === 'string' && /^temporary-[\da-f-]{36}$/.test(value) ? keptId(value) : value,
  ) as ArchivedConversation
