import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { randomFrom } from '../../../../build/torture/random.mjs'
import { initialSettings } from '../../../../contract/settings.js'
import { recipeFrom } from '../../runs/recipe.js'
import { toIso } from '../../store/archive/archived.js'
import { Database } from '../../store/database.js'
import { migrate } from '../../store/migrate.js'
import { openStore, storeFile } from '../../store/open-store.js'
import { summaryOf, wholeText } from './facts.js'

/** The use of a store from one start to the kill. */
export interface Life {
  readonly folder: string
  readonly seed: number
  /** How often the store was used before: later names have higher numbers. */
  readonly before: number
  /** The store begins as this version left it; 0 for none. */
  readonly oldVersion: number
}

const turnsPerLife = 10_000
const recipe = recipeFrom(initialSettings.defaults)

/** A store as an earlier version left it, which the app brings up to date when it opens it. Returns what it has. */
function writeOld(folder: string, version: number): string {
  const db = new Database(join(folder, storeFile))
  db.configure()
  migrate(db, version)
  const id = randomUUID()
  const text = `old ${randomUUID()}`
  db.prepare("INSERT INTO conversations (id, title, created_at, updated_at) VALUES (?, 'Old', 1, 2)").run(`c${id}`)
  db.prepare("INSERT INTO messages (id, conversation_id, role, created_at, text) VALUES (?, ?, 'user', 1, ?)").run(
    id,
    `c${id}`,
    text,
  )
  db.prepare('UPDATE conversations SET leaf_id = ?').run(id)
  db.close()
  return `user c${id} ${id} - ${text}`
}

/**
 * Uses a store at random until it is killed, and prints every change after the call that made it has returned. Other stores of
 * the thread have their turn after each line. Each line begins with `name`.
 */
export async function live({ folder, seed, before, oldVersion }: Life, name: string): Promise<never> {
  const random = randomFrom(seed)
  // Not through process.stdout, which in a thread only asks the main thread to write.
  const say = (line: string): Promise<void> => {
    writeSync(1, `${name} ${line}\n`)
    return setImmediate()
  }
  if (oldVersion > 0) await say(writeOld(folder, oldVersion))
  const start = performance.now()
  const store = openStore(folder)
  await say(`opened ${Math.round((performance.now() - start) * 10) / 10}`)
  const { conversations, messages, archive, cuts, presets } = store
  for (const { id } of messages.unfinished())
    messages.finishReply(id, { state: 'failed', error: { code: 'interrupted', message: 'Interrupted.' } })
  for (const { id } of cuts.unfinished()) cuts.remove(id)
  const chance = (oneIn: number) => random(oneIn) < 1

  /** Returns how the reply ended, if it did. `source` is the reply whose text it has. */
  const stream = async (
    conversationId: string,
    reply: { readonly id: string; readonly parentId: string | null },
    source = { id: reply.id, length: 0 },
  ) => {
    await say(`reply ${conversationId} ${reply.id} ${reply.parentId} ${source.id}`)
    const whole = wholeText(source.id)
    let at = source.length
    while (at < whole.length && !chance(60)) {
      const next = Math.min(whole.length, at + 1 + Math.floor(random(50)))
      messages.appendReply(reply.id, 'answer', whole.slice(at, next))
      at = next
      await say(`text ${conversationId} ${reply.id} ${at}`)
    }
    if (chance(8)) return undefined
    const state = chance(3) ? 'stopped' : 'done'
    messages.finishReply(reply.id, { state })
    await say(`end ${conversationId} ${reply.id}`)
    return { state, length: at }
  }
  const sent = (
    conversationId: string,
    user: { readonly id: string; readonly parentId: string | null; text: string },
  ) => say(`user ${conversationId} ${user.id} ${user.parentId ?? '-'} ${user.text}`)
  const words = () => `${'why '.repeat(random(40))}${randomUUID()}`

  for (let turn = before * turnsPerLife; ; turn++) {
    const listed = conversations.list()
    const id = (chance(4) ? undefined : listed[Math.floor(random(6))]?.id) ?? conversations.create(`new-${turn}`).id
    const { user, reply } = messages.addExchange(id, words(), 'tiny', recipe)
    await sent(id, user)
    const ended = await stream(id, reply)
    if (ended?.state === 'stopped' && chance(2)) {
      const continued = messages.addContinuation(reply.id, 'tiny', recipe)
      await stream(id, continued, { id: reply.id, length: ended.length })
    }
    if (chance(5)) {
      const fold = cuts.add(id, user.id, 'folded')
      cuts.finish(fold.id, { state: 'done', summary: summaryOf(fold.id) })
      await say(`cut ${id} ${fold.id}`)
    }
    if (chance(4)) {
      const edited = messages.editExchange(user.id, words(), 'tiny', recipe)
      await sent(id, edited.user)
      await stream(id, edited.reply)
    }
    if (chance(4)) {
      const version = messages.addVersion(reply.id, 'tiny', recipe)
      if (chance(3)) {
        messages.finishReply(version.id, { state: 'failed', error: { code: 'context-full', message: 'Full.' } })
        messages.restartReply(version.id, 'tiny', recipe)
      }
      await stream(id, version)
    }
    if (chance(5)) messages.choose(reply.id)
    if (chance(4)) {
      const { preset } = presets.save(`preset-${Math.floor(random(3))}`, { ...initialSettings.defaults, seed: turn })
      await say(`preset ${preset.name} ${turn}`)
    }
    if (chance(4)) {
      conversations.rename(id, `renamed-${turn}`, 'user')
      await say(`renamed ${id} ${turn}`)
    }
    if (chance(6)) {
      conversations.trash(id)
      if (chance(3)) conversations.restore(id)
      else if (chance(2)) {
        for (const trashed of conversations.listTrash()) await say(`deleting ${trashed.id}`)
        for (const gone of conversations.emptyTrash()) await say(`deleted ${gone}`)
      }
    }
    if (chance(6)) {
      const [conversationId, messageId] = [randomUUID(), randomUUID()]
      const text = `imported ${randomUUID()}`
      const started = archive.startImport({ isDry: false })
      started.slice(() => {
        started.addConversation({
          id: conversationId,
          title: 'imported-0',
          createdAt: toIso(Date.now()),
          messages: [{ id: messageId, parentId: null, role: 'user', text, reasoning: '' }],
        })
      })
      started.finish()
      await say(`user ${conversationId} ${messageId} - ${text}`)
    }
    if (chance(8)) await store.backUp()
  }
}
