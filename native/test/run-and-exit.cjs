/**
 * Loads a model in plain Node and exits in the middle of an operation.
 * node run-and-exit.cjs ADDON PLAN idle|return|exit|prefill|worker
 */
const { readFileSync } = require('node:fs')
const { isMainThread, Worker } = require('node:worker_threads')

const [addonPath, planPath, way] = process.argv.slice(2)
const plan = JSON.parse(readFileSync(planPath, 'utf8'))

async function main() {
  if (way === 'worker' && isMainThread) {
    const worker = new Worker(__filename, { argv: process.argv.slice(2) })
    await new Promise((resolve) => worker.once('message', resolve))
    await worker.terminate()
    return
  }
  const model = await require(addonPath).load(plan, {}, () => {})
  if (way === 'idle') return
  const request = { lastToken: 1, maxTokens: 1500, stopTokens: [], temperature: 1, topP: 0.9, seed: 1 }
  let count = 0
  const decoding = model.decode(request, (tokens) => {
    count += tokens.length
    if (count < 5) return
    if (way === 'exit') process.exit(0)
    if (way === 'worker') require('node:worker_threads').parentPort.postMessage('decoding')
    if (way === 'return') model.cancel()
  })
  if (way === 'prefill') {
    setImmediate(() => process.exit(0))
    model.cancel()
    await model.prefill(new Int32Array(300))
  }
  console.log(await decoding)
}

main()
