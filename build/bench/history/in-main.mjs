/** Watches main's event loop. Returns a function that returns the longest time in which it did not turn, in milliseconds. */
export async function watchMain(app) {
  await evaluate(app, () => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks')
    globalThis.mainDelay?.disable()
    globalThis.mainDelay = monitorEventLoopDelay({ resolution: 1 })
    globalThis.mainDelay.enable()
  })
  return async () => {
    const nanoseconds = await evaluate(app, () => globalThis.mainDelay.max)
    return Math.round(nanoseconds / 1e5) / 10
  }
}

/** Calls `read` in main. A garbage collection there may drop the answer on its way: then it is read again. */
async function evaluate(app, read) {
  for (;;) {
    try {
      return await app.evaluate(read)
    } catch (error) {
      if (!/garbage collected/.test(error.message)) throw error
    }
  }
}
