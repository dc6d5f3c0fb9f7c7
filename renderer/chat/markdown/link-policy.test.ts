import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openableAddress } from './link-policy.js'

test.each([
  ['https://example.org/a?b#c', 'https://example.org/a?b#c'],
  ['HTTPS://EXAMPLE.ORG', 'https://example.org/'],
  ['mailto:someone@example.org', 'mailto:someone@example.org'],
])('%s can be opened', (href, address) => {
  expect(openableAddress(href)).toBe(address)
})

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'file:///etc/passwd',
  'http://example.org',
  'smb://host/share',
  'parley://app/index.html',
  'vbscript:x',
  '/relative',
  '//host/path',
  '#fragment',
  '',
  'https://bank.example@evil.example/',
  `https://example.org/${'a'.repeat(5_000)}`,
])('a reply cannot make %j a link', (href) => {
  expect(openableAddress(href)).toBeUndefined()
})

test('only https and mailto addresses are allowed, whatever a model writes', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((text) => `https:${text}`),
      ),
      (href) => {
        const address = openableAddress(href)
        if (address !== undefined) expect(address).toMatch(/^(https:\/\/|mailto:)/)
      },
    ),
  )
})
