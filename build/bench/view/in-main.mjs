import { setTimeout as wait } from 'node:timers/promises'

const pollMs = 100

/**
 * Calls `act` in main with `argument` and waits until its promise is settled. A garbage collection in main may drop the
 * answer of `evaluate` on its way, so the result is kept there and asked for.
 */
export async function inMain(app, act, argument) {
  const id = `${Math.random()}`
  const body = `(async () => (${act})(electron, argument))()`
  await evaluate(
    app,
    (electron, [key, text, given]) => {
      globalThis.benchCalls ??= new Map()
      if (globalThis.benchCalls.has(key)) return
      const call = { isDone: false }
      globalThis.benchCalls.set(key, call)
      const settle = (result) => Object.assign(call, result, { isDone: true })
      new Function('electron', 'argument', `return ${text}`)(electron, given).then(
        (value) => settle({ value }),
        (error) => settle({ error: String(error) }),
      )
    },
    [id, body, argument],
  )
  for (;;) {
    const call = await evaluate(app, (_, key) => globalThis.benchCalls.get(key), id)
    if (call.error) throw new Error(call.error)
    if (call.isDone) {
      await evaluate(app, (_, key) => void globalThis.benchCalls.delete(key), id)
      return call.value
    }
    await wait(pollMs)
  }
}

/** Repeats a call whose answer got lost: `act` must bear that. */
async function evaluate(app, act, argument) {
  for (;;) {
    try {
      return await app.evaluate(act, argument)
    } catch (error) {
      if (!/garbage collected/.test(error.message)) throw error
    }
  }
}
