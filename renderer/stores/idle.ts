const maxIdleMs = 200

/** Resolves when the window has drawn what there is and nothing else to do, at the latest after `maxIdleMs`. */
export const idle = () => new Promise<void>((resolve) => requestIdleCallback(() => resolve(), { timeout: maxIdleMs }))
