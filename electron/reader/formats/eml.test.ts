import { expect, test } from 'vitest'
import { readEml } from './eml.js'
import { installDomParser } from './testing/dom.js'

installDomParser()

const mail = `From: =?utf-8?q?J=C3=BCrgen?= <j@example.org>
To: Ann <a@example.org>, b@example.org
Subject: Terms
Date: Mon, 2 Nov 2026 10:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="x"

--x
Content-Type: text/html; charset=utf-8

<p>Hello</p><ul><li>one</li></ul><img src="https://example.org/track.png">
--x
Content-Type: text/plain; name="note.txt"
Content-Disposition: attachment; filename="note.txt"

Attached text
--x
Content-Type: application/zip
Content-Disposition: attachment; filename="data.zip"

PK
--x--
`
const bytes = new TextEncoder().encode(mail.replaceAll('\n', '\r\n'))

test('reads fields, body and the attachments that can be read', async () => {
  const { title, pages, omitted, problems } = await readEml(bytes, async ({ name, bytes: data }) => {
    if (name.endsWith('.zip')) throw new Error('no')
    return { pages: [{ passages: [new TextDecoder().decode(data).trim()], status: 'read' }], omitted: [], problems: [] }
  })
  expect(title).toBe('Terms')
  expect(pages).toEqual([
    {
      passages: [
        '# Terms\nFrom: Jürgen <j@example.org>\nTo: Ann <a@example.org>, b@example.org\nDate: 2026-11-02T10:00:00.000Z',
        'Hello',
        '- one',
        expect.stringMatching(/^Attachments: note.txt \(\d+ bytes\), data.zip \(\d bytes\)$/),
      ],
      status: 'read',
    },
    { label: 'note.txt', passages: ['Attached text'], status: 'read' },
  ])
  expect(omitted).toContainEqual({ what: 'attachments', count: 1 })
  expect(problems).toEqual(['The attachment data.zip cannot be read (no).'])
})

test('counts attachments without a reader, and refuses what is no mail', async () => {
  expect((await readEml(bytes)).omitted).toContainEqual({ what: 'attachments', count: 2 })
  await expect(readEml(new Uint8Array())).rejects.toThrow(/other-kind/)
})
