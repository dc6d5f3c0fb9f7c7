import { cpSync, rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { writeAt } from '../../testing/store-damage.js'
import {
  addConversation,
  closeStore,
  file,
  folder,
  good,
  messageCount,
  open,
  registerTemplate,
  template,
} from '../../testing/store-template.js'

registerTemplate()

/** Every third bit reaches each byte and each place in a byte; `test:heavy -- store` flips all of them. */
const step = process.env.PARLEY_HEAVY ? 1 : 3

test('each of the 800 bits of the header can flip without a loss', { timeout: 900_000 }, () => {
  for (let bit = 0; bit < 800; bit += step) {
    rmSync(folder, { recursive: true, force: true })
    cpSync(template, folder, { recursive: true })
    writeAt(file(), bit >> 3, Buffer.from([(good[bit >> 3] ?? 0) ^ (1 << (bit & 7))]))
    const opened = open()
    expect({ bit, count: messageCount(opened) }).toEqual({ bit, count: 48 })
    opened.messages.addExchange(opened.conversations.list()[0]?.id ?? '', 'it goes on', 'tiny')
    opened.close()
  }
})

test('the WAL of a killed process is read behind a damaged header', () => {
  const opened = open()
  addConversation(opened, 9, 2)
  const killed = `${folder}.killed`
  cpSync(folder, killed, { recursive: true })
  opened.close()
  for (const header of [Buffer.alloc(100), Buffer.from(good.subarray(0, 100)).fill(0, 18, 20)]) {
    rmSync(folder, { recursive: true })
    cpSync(killed, folder, { recursive: true })
    writeAt(file(), 0, header)
    expect(messageCount(open())).toBe(52)
    closeStore()
  }
  rmSync(killed, { recursive: true })
})
