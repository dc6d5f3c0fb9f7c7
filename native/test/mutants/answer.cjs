/**
 * Prints the logits of an addon, in a separate process because a mutant may crash.
 * node answer.cjs ADDON QUESTIONS
 * QUESTIONS is a JSON file, an array of { plan, options, prompt, chunk, continuation }. Prints an array of
 * { rows } with float32 in base64, or { error }.
 */
const { readFileSync } = require('node:fs')

const [addonPath, questionsPath] = process.argv.slice(2)

async function answer({ plan, options, prompt, chunk, continuation }) {
  const model = await require(addonPath).load(plan, options, () => {})
  const last = prompt.length - 1
  for (let done = 0; done < last; done += chunk) {
    await model.prefill(Int32Array.from(prompt.slice(done, Math.min(done + chunk, last))))
  }
  const rows = []
  for (const token of [prompt[last], ...continuation]) {
    const row = await model.logits(Int32Array.of(token))
    rows.push(Buffer.from(row.buffer).toString('base64'))
  }
  return { rows }
}

async function main() {
  const answers = []
  for (const question of JSON.parse(readFileSync(questionsPath, 'utf8'))) {
    answers.push(await answer(question).catch((error) => ({ error: error.message })))
  }
  process.stdout.write(JSON.stringify(answers))
}

main()
