import { expect, test } from 'vitest'
import { unpackRtf } from './mail/compressed-rtf.js'
import { readMsg } from './msg.js'
import { installDomParser } from './testing/dom.js'
import { msgOf } from './testing/make-files.js'

installDomParser()
const wide = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'))

test('reads fields, body, attachments and the mail inside the mail', async () => {
  const file = msgOf({
    '__substg1.0_0037001F': wide('Offer'),
    '__substg1.0_0C1A001F': wide('Ann'),
    '__substg1.0_0E04001F': wide('Bob'),
    '__substg1.0_1000001F': wide('First.\r\n\r\nSecond.'),
    '__attach_version1.0_#00000000/__substg1.0_3707001F': wide('plan.pdf'),
    '__attach_version1.0_#00000000/__substg1.0_37010102': new Uint8Array(2_000),
    '__attach_version1.0_#00000001/__substg1.0_3701000D/__substg1.0_0037001F': wide('Inner'),
    '__attach_version1.0_#00000001/__substg1.0_3701000D/__substg1.0_10130102': new TextEncoder().encode('<p>HTML</p>'),
  })
  const { title, pages, omitted } = await readMsg(file)
  expect(title).toBe('Offer')
  expect(pages.map(({ passages }) => passages)).toEqual([
    ['# Offer\nFrom: Ann\nTo: Bob', 'First.', 'Second.', 'Attachments: plan.pdf (2 KB)'],
    ['# Inner\nHTML'],
  ])
  expect(omitted).toEqual([{ what: 'attachments', count: 1 }])
})

test('decodes text by the language of the mail', async () => {
  const properties = new Uint8Array(48)
  const view = new DataView(properties.buffer)
  view.setUint32(32, 0x3ff10003, true)
  view.setUint32(40, 0x0419, true)
  const file = msgOf({ '__properties_version1.0': properties, '__substg1.0_0037001E': new Uint8Array([0xcf, 0xf0]) })
  expect((await readMsg(file)).title).toBe('Пр')
})

test('unpacks the example of MS-OXRTFCP', () => {
  const packed =
    '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c0900206277' + '05b06c647d0a800fa0'
  const text = new TextDecoder().decode(unpackRtf(new Uint8Array(Buffer.from(packed, 'hex'))))
  expect(text).toBe('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n')
})

test('refuses other files and ends circles', async () => {
  await expect(readMsg(new TextEncoder().encode('text'))).rejects.toThrow(/other-kind/)
  const file = msgOf({ '__substg1.0_1000001F': wide('x'.repeat(5_000)) })
  const view = new DataView(file.buffer)
  const table = (view.getUint32(76, true) + 1) * 512
  // Each sector leads to itself.
  for (let sector = 0; sector < 128; sector++) view.setUint32(table + sector * 4, sector, true)
  await expect(readMsg(file)).resolves.toBeDefined()
})
