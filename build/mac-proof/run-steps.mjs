/**
 * Runs each step by itself: one that fails or can't be done stops no other.
 * @param {readonly import('./steps.mjs').Step[]} steps
 * @param {{ isMac: boolean, chosen: readonly string[], toolsFor: (name: string) => import('./steps.mjs').Tools, say: (line: string) => void }} options
 *   without `chosen` all steps run
 * @returns {Promise<{ step: string, what: string, outcome: 'pass' | 'fail' | 'not done', why?: string, found?: object }[]>}
 */
export async function runSteps(steps, { isMac, chosen, toolsFor, say }) {
  const results = []
  for (const { name, what, needsMac, work } of steps) {
    const result = await outcomeOf()
    say(`${result.outcome.padEnd(9)} ${name}${result.why ? `: ${result.why.split('\n')[0]}` : ''}`)
    results.push({ step: name, what, ...result })

    async function outcomeOf() {
      if (chosen.length > 0 && !chosen.includes(name)) return { outcome: 'not done', why: 'It was not chosen.' }
      if (needsMac && !isMac) return { outcome: 'not done', why: 'It needs a Mac.' }
      try {
        const found = await work(toolsFor(name))
        return { outcome: 'pass', ...(found ? { found } : {}) }
      } catch (error) {
        if (error?.code === 'ENOENT') return { outcome: 'not done', why: `${error.path} is not installed.` }
        return { outcome: 'fail', why: error instanceof Error ? error.message : String(error) }
      }
    }
  }
  return results
}

/** The report as a page to read. */
export function pageOf({ machine, steps }) {
  const rows = steps.map(
    ({ step, what, outcome, why, found }) => `<section class="${outcome.replace(' ', '-')}">
<h2>${escaped(step)} <small>${outcome}</small></h2>
<p>${escaped(what)}</p>
${why ? `<pre>${escaped(why)}</pre>` : ''}
${found ? `<pre>${escaped(JSON.stringify(found, null, 2))}</pre>` : ''}
${(found?.pictures ?? []).map((path) => `<img src="${escaped(path)}" alt="">`).join('\n')}
</section>`,
  )
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Parley on a Mac</title>
<style>
body { font: 15px/1.5 system-ui; max-width: 50em; margin: 3em auto; padding: 0 1em; color-scheme: light dark }
pre { white-space: pre-wrap; background: #8881; padding: .6em } img { max-width: 100% }
.pass small { color: #2a7 } .fail small { color: #d33 } .not-done small { color: #888 }
</style>
<h1>Parley on a Mac</h1>
<p>${escaped(machine)}</p>
${rows.join('\n')}
</html>
`
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
