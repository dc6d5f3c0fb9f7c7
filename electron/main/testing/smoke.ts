import { writeFileSync } from 'node:fs'
import { app } from 'electron'
import type { EngineHost } from '../engine/engine-host.js'
import type { Replies } from '../runs/replies.js'
import type { Runs } from '../runs/runs.js'
import type { Store } from '../store/store.js'

/**
 * `PARLEY_SMOKE=FILE`: the packaged app asks its model one question, writes the result to FILE as JSON and quits. The
 * fuses of a release exclude every driver, so that only the app itself can run this test.
 */
export async function runSmokeTest(
  file: string,
  options: { store: Store; engine: EngineHost; runs: Runs; replies: Replies },
): Promise<void> {
  const report = await ask(options).catch((error: unknown) => ({ ok: false, error: String(error) }))
  writeFileSync(file, JSON.stringify(report))
  app.quit()
}

async function ask({ store, engine, runs, replies }: Parameters<typeof runSmokeTest>[1]) {
  const model = await engine.ready(AbortSignal.timeout(60_000))
  const { conversationId } = replies.send(null, 'Hello')
  await runs.finished(conversationId)
  const message = store.messages.path(conversationId).at(-1)
  const text = message?.role === 'assistant' ? message.text : ''
  const state = message?.role === 'assistant' ? message.state : undefined
  return { ok: state === 'done' && text.length > 0, reply: text, state, model: model.name, version: app.getVersion() }
}
