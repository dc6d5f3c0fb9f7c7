import { initialSettings } from '../../../contract/settings.js'
import { recipeFrom } from '../runs/recipe.js'
import { openStore } from '../store/open-store.js'

/**
 * For kill.test.ts: uses a store as a busy app does, and prints each write to stdout after the store acknowledged it:
 * `user ID TEXT`, `text ID LENGTH` (characters of the reply that are stored), `end ID`, `renamed ID TURN`,
 * `version ID`, `continued ID BASE`, `cut ID`, `preset NAME TURN` (TURN is its seed).
 */
const [folder = '', seed = '0'] = process.argv.slice(2)

let state = Number(seed) + 1
/** Returns an integer in [0, below). */
const random = (below: number) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((state / 2 ** 32) * below)
}
const say = (line: string) => process.stdout.write(`${line}\n`)

const store = openStore(folder)
const { conversations, messages, cuts, presets } = store
const recipe = recipeFrom(initialSettings.defaults)
for (const reply of messages.unfinished()) {
  messages.finishReply(reply.id, { state: 'failed', error: { code: 'interrupted', message: 'Interrupted.' } })
}
for (const { id } of cuts.unfinished()) cuts.remove(id)
say('opened')

for (let turn = 0; ; turn++) {
  const listed = conversations.list()
  const { id } = listed[random(4)] ?? conversations.create(`conversation ${turn}`)
  const question = `question ${seed}-${turn} ${'why '.repeat(random(300))}`
  const { user, reply } = messages.addExchange(id, question, 'tiny', recipe)
  say(`user ${user.id} ${question}`)
  const whole = Array.from({ length: 20 + random(200) }, (_, word) => `${reply.id.slice(0, 8)}-${word} `).join('')
  for (let at = 0; at < whole.length; ) {
    const next = Math.min(whole.length, at + 1 + random(60))
    messages.appendReply(reply.id, 'answer', whole.slice(at, next))
    at = next
    say(`text ${reply.id} ${at}`)
  }
  if (random(4) === 0) {
    const fold = cuts.add(id, user.id, 'folded')
    cuts.finish(fold.id, { state: 'done', summary: `summary of ${fold.id}` })
    say(`cut ${fold.id}`)
  }
  if (random(3) > 0) {
    messages.finishReply(reply.id, { state: 'done' })
    say(`end ${reply.id}`)
  } else {
    messages.finishReply(reply.id, { state: 'stopped' })
    const continued = messages.addContinuation(reply.id, 'tiny', recipe)
    say(`continued ${continued.id} ${reply.id}`)
    messages.appendReply(continued.id, 'answer', 'and more')
    messages.finishReply(continued.id, { state: 'done' })
    say(`end ${continued.id}`)
  }
  if (random(4) === 0) {
    const version = messages.addVersion(reply.id, 'tiny', recipe)
    say(`version ${version.id}`)
    messages.finishReply(version.id, { state: 'failed', error: { code: 'context-full', message: 'Full.' } })
    messages.restartReply(version.id, 'tiny', recipe)
    messages.finishReply(version.id, { state: 'done' })
    say(`end ${version.id}`)
    if (random(2) === 0) messages.choose(reply.id)
  }
  if (random(4) === 0) {
    const { preset } = presets.save(`preset-${random(3)}`, { ...initialSettings.defaults, seed: turn })
    say(`preset ${preset.name} ${turn}`)
  }
  if (random(4) === 0) {
    conversations.rename(id, `renamed-${turn}`, 'user')
    say(`renamed ${id} ${turn}`)
  }
  if (random(6) === 0) await store.backUp()
}
