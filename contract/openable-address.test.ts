import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openableAddress } from './openable-address.js'

test.each([
  ['https://example.org/a?b#c', 'https://example.org/a?b#c'],
  ['HTTPS://EXAMPLE.ORG', 'https://example.org/'],
  ['mailto:someone@example.org', 'mailto:someone@example.org'],
  ['MAILTO:someone@example.org?Subject=One;%20two', 'mailto:someone@example.org?Subject=One;%20two'],
  [
    'mailto:a@example.org,b@example.org?cc=c@example.org&body=One%0D%0Atwo',
    'mailto:a@example.org,b@example.org?cc=c@example.org&body=One%0D%0Atwo',
  ],
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
  'https://bank.example:secret@evil.example/',
  'https://:secret@evil.example/',
  'mailto:a@example.org?attach=/etc/passwd',
  'mailto:a@example.org?subject=x&ATTACHMENT=/etc/passwd',
  'mailto:a@example.org?%61ttach=/etc/passwd',
  'mailto:a@example.org?subject=x&amp;attach=/etc/passwd',
  'mailto:a@example.org?subject=x;attach=/etc/passwd',
  'mailto:a@example.org?attachurl=file:///etc/passwd',
  'mailto:a@example.org?insert=/etc/passwd',
  'mailto:a@example.org?subject=x%0D%0AAttach: /etc/passwd',
  'mailto:a@example.org?subject=x%0aBcc:b@example.org',
  'mailto:a@example.org?subject=x#&attach=/etc/passwd',
  'mailto:a@example.org#?attach=/etc/passwd',
  'mailto:a@example.org%0D%0AAttach:%20/etc/passwd',
  'mailto:a@example.org" -attach "/etc/passwd',
  'mailto:a@example.org --attach /etc/passwd',
  `https://example.org/${'a'.repeat(5_000)}`,
])('%j is no link', (href) => {
  expect(openableAddress(href)).toBeUndefined()
})

const addresses = fc.oneof(
  fc.string(),
  fc.webUrl(),
  fc.string().map((text) => `https:${text}`),
  fc.string().map((text) => `mailto:${text}`),
  fc.string().map((text) => `mailto:a@example.org?${text}`),
)

test('only https and mailto addresses can be opened, whatever a model writes', () => {
  fc.assert(
    fc.property(addresses, (address) => {
      const openable = openableAddress(address)
      if (openable !== undefined) expect(openable).toMatch(/^(https:\/\/[^/?#@]*([/?#]|$)|mailto:)/)
    }),
  )
})

test('main opens each address that the window shows as a link', () => {
  fc.assert(
    fc.property(addresses, (address) => {
      const openable = openableAddress(address)
      if (openable !== undefined) expect(openableAddress(openable)).toBe(openable)
    }),
  )
})

test('a field that a mail program may know as an attachment is refused, wherever it stands', () => {
  const plain = fc.constantFrom('subject=x', 'body=x%0Ay', 'cc=b@example.org')
  const attaching = fc
    .constantFrom('attach', 'Attachment', 'attachments', 'attach-file', 'x-attach')
    .map((name) => `${name}=/etc/passwd`)
  fc.assert(
    fc.property(
      fc.array(plain),
      attaching,
      fc.array(plain),
      fc.constantFrom('&', ';'),
      (before, field, after, separator) => {
        expect(openableAddress(`mailto:a@example.org?${[...before, field, ...after].join(separator)}`)).toBeUndefined()
      },
    ),
  )
})
