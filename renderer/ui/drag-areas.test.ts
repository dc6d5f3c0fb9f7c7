import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const renderer = join(import.meta.dirname, '..')
/** Windows that show no conversation. */
const otherPages = /^(quick|settings)\/|^locked\.css$/

test('the main window has areas to drag it by on macOS alone, because they cost a walk through its layout at each scroll', () => {
  const files = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
  const styles = files.filter((file) => file.endsWith('.css') && !otherPages.test(file))
  const rules = styles.flatMap((file) => [
    ...readFileSync(join(renderer, file), 'utf8').matchAll(/([^{}]*)\{[^{}]*-webkit-app-region/g),
  ])
  expect(rules.length).toBeGreaterThan(0)
  for (const [, selector] of rules) expect(selector).toContain('[data-platform="darwin"]')
})
