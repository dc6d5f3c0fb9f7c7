import { expect, test } from 'vitest'
import { readTransfer } from './read-transfer.js'

const file = (name: string) => new File(['x'], name)

function transfer(text: string, html = '', files: readonly File[] = []) {
  const getData = (type: string) => (type === 'text/html' ? html : text)
  return { getData, files: files as unknown as FileList }
}

const cells = '<table><tr><td>Room<td>Seats</tr><tr><td>Hall<td>24</tr></table>'
const markdown = '| Room | Seats |\n| --- | --- |\n| Hall | 24 |'

test('text wins over a picture of it, and files win over their names', () => {
  const picture = [file('image.png')]
  expect(readTransfer(transfer('Room\tSeats', '', picture))).toEqual({ text: 'Room\tSeats', isChanged: false })
  expect(readTransfer(transfer(' ', '<img>', picture))).toEqual({ files: picture })
  const both = [file('Minutes.txt'), file('50 %.txt')]
  for (const names of ['Minutes.txt\n50 %.txt', '/home/Minutes.txt\r\n/home/50 %.txt', 'file:///a/Minutes.txt']) {
    expect(readTransfer(transfer(names, '', both)), names).toEqual({ files: both })
  }
  expect(readTransfer(transfer('Minutes.txt and more', '', both))).toHaveProperty('text')
})

test('a table alone is written in Markdown, whatever the text says', () => {
  expect(readTransfer(transfer('"Room"\tSeats', cells))).toEqual({ text: markdown, isChanged: true })
})

test.each([
  ['one row', '<table><tr><td>a<td>b</table>'],
  ['one column', '<table><tr><td>a<tr><td>b</table>'],
  ['no filled cell', '<table><tr><td><td><tr><td><td></table>'],
  ['a cell of prose', cells.replace('Hall', 'word '.repeat(500))],
  ['too many cells', `<table>${'<tr><td colspan=1000>a<td>b'.repeat(30)}</table>`],
  ['a role', cells.replace('<table', '<table role=presentation')],
  ['deep nesting', `${'<div>'.repeat(100_000)}${cells}`],
])('a table with %s stays text', (_, html) => {
  expect(readTransfer(transfer('a\tb', html))).toEqual({ text: 'a\tb', isChanged: false })
})

test('a table on a page of very many elements is found', () => {
  const page = `${cells}${'<br>'.repeat(300_000)}`
  expect(readTransfer(transfer('Room Seats Hall 24', page))).toEqual({ text: markdown, isChanged: true })
})

test('only the innermost table of a page that is laid out in tables is one', () => {
  const page = `<table><tr><td>Menu<td>${cells}</tr><tr><td>Foot<td>End</tr></table>`
  expect(readTransfer(transfer('Menu\nRoom Seats\nHall 24\nFoot End', page))).toEqual({
    text: `Menu\n\n${markdown}\n\nFoot End`,
    isChanged: true,
  })
})
