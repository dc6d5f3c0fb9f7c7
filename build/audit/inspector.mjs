/** A client of Node's inspector, through which the audit drives an app whose fuses exclude every other driver. */

/**
 * @param {string} address the WebSocket that the app prints when it starts with --inspect
 * @returns {Promise<{ evaluate: (work: Function, ...given: unknown[]) => Promise<any>, close: () => void }>} `evaluate` runs
 *   a function in the main process, with Electron's module as its first argument
 *   (undefined until the app's first script runs)
 */
export async function attach(address) {
  const socket = new WebSocket(address)
  const waiting = new Map()
  let lastId = 0
  await new Promise((done, fail) => {
    socket.onopen = done
    socket.onerror = () => fail(new Error('The app’s inspector does not answer.'))
  })
  const end = () => {
    for (const { fail } of waiting.values()) fail(new Error('The app has ended.'))
    waiting.clear()
  }
  socket.onclose = end
  socket.onerror = end
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data)
    const call = waiting.get(message.id)
    if (!call) return
    waiting.delete(message.id)
    const thrown = message.result?.exceptionDetails
    if (message.error) call.fail(new Error(message.error.message))
    else if (thrown) call.fail(new Error(thrown.exception?.description ?? thrown.text))
    else call.done(message.result.result.value)
  }
  const evaluate = (work, ...given) =>
    new Promise((done, fail) => {
      if (socket.readyState !== WebSocket.OPEN) return fail(new Error('The app has ended.'))
      const id = ++lastId
      waiting.set(id, { done, fail })
      // Main keeps the promise, because the inspector alone does not prevent that it is collected.
      const call = `(${work})(globalThis.process?.mainModule?.require('electron'), ...${JSON.stringify(given)})`
      const expression = `(globalThis.auditCalls ??= []).push((async () => ${call})()), auditCalls.at(-1)`
      const options = { awaitPromise: true, returnByValue: true }
      socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params: { expression, ...options } }))
    })
  return { evaluate, close: () => socket.close() }
}
