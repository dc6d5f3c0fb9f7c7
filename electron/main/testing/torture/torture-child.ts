import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { initialSettings } from '../../../../contract/settings.js'
import { recipeFrom } from '../../runs/recipe.js'
import { toIso } from '../../store/archive/archived.js'
import { Database } from '../../store/database.js'
import { migrate } from '../../store/migrate.js'
import { openStore, storeFile } from '../../store/open-store.js'
import { wholeText } from './facts.js'

const say = (line: string) => process.stdout.write(`${line}\n`)
const recipe = recipeFrom(initialSettings.defaults)

/** A store as an earlier version left it, which the app brings up to date when it opens it. */
function writeOld(folder: string, version: number): void {
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
  say(`user c${id} ${id} - ${text}`)
}

/** Uses a store at random until it is killed, and prints every change after the call that made it has returned. */
export async function live(folder: string, random: (below: number) => number, oldVersion: number): Promise<never> {
  if (oldVersion > 0) writeOld(folder, oldVersion)
  const start = performance.now()
  const store = openStore(folder)
  say(`opened ${Math.round((performance.now() - start) * 10) / 10}`)
  const { conversations, messages, archive } = store
  for (const { id } of messages.unfinished())
    messages.finishReply(id, { state: 'failed', error: { code: 'interrupted', message: 'Interrupted.' } })
  const chance = (oneIn: number) => random(oneIn) < 1

  const stream = (conversationId: string, reply: { readonly id: string; readonly parentId: string | null }) => {
    say(`reply ${conversationId} ${reply.id} ${reply.parentId}`)
    const whole = wholeText(reply.id)
    for (let at = 0; at < whole.length && !chance(60); ) {
      const next = Math.min(whole.length, at + 1 + Math.floor(random(50)))
      messages.appendReply(reply.id, 'answer', whole.slice(at, next))
      at = next
      say(`text ${conversationId} ${reply.id} ${at}`)
    }
    if (chance(8)) return
    messages.finishReply(reply.id, { state: chance(3) ? 'stopped' : 'done' })
    say(`end ${conversationId} ${reply.id}`)
  }
  const sent = (
    conversationId: string,
    user: { readonly id: string; readonly parentId: string | null; text: string },
  ) => say(`user ${conversationId} ${user.id} ${user.parentId ?? '-'} ${user.text}`)
  const words = () => `${'why '.repeat(random(40))}${randomUUID()}`

  for (let turn = 0; ; turn++) {
    const listed = conversations.list()
    const id = (chance(4) ? undefined : listed[Math.floor(random(6))]?.id) ?? conversations.create(`new-${turn}`).id
    const { user, reply } = messages.addExchange(id, words(), 'tiny', recipe)
    sent(id, user)
    stream(id, reply)
    if (chance(4)) {
      const edited = messages.editExchange(user.id, words(), 'tiny', recipe)
      sent(id, edited.user)
      stream(id, edited.reply)
    }
    if (chance(4)) stream(id, messages.addVersion(reply.id, 'tiny', recipe))
    if (chance(5)) messages.choose(reply.id)
    if (chance(4)) {
      conversations.rename(id, `renamed-${turn}`, 'user')
      say(`renamed ${id} ${turn}`)
    }
    if (chance(6)) {
      conversations.trash(id)
      if (chance(3)) conversations.restore(id)
      else if (chance(2)) {
        for (const trashed of conversations.listTrash()) say(`deleting ${trashed.id}`)
        for (const gone of conversations.emptyTrash()) say(`deleted ${gone}`)
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
      say(`user ${conversationId} ${messageId} - ${text}`)
    }
    if (chance(8)) await store.backUp()
  }
}
