import { expect, test } from 'vitest'
import { readEpub } from './epub.js'
import { installDomParser } from './testing/dom.js'
import { epubOf, zipOf } from './testing/make-files.js'

installDomParser()

test('reads chapters in reading order, with labels of the contents, entities and self-closed elements', () => {
  const file = epubOf({
    'two.xhtml':
      '<?xml version="1.0"?><html><head><title/></head><body><a id="x"/><p>Second&nbsp;text</p></body></html>',
    'one.xhtml': '<?xml version="1.0"?><html><body><h1>Heading</h1><p>First.</p></body></html>',
  })
  const book = readEpub(file)
  expect(book.title).toBe('Book')
  expect(book.pages).toEqual([
    { label: 'Chapter two', passages: ['Second text'], status: 'read' },
    { label: 'Heading', passages: ['# Heading\nFirst.'], status: 'read' },
  ])
})

test('a chapter that is missing fails alone; a book of a shop is refused', () => {
  const { pages, problems } = readEpub(epubOf({ 'gone.xhtml': undefined, 'one.xhtml': '<p>Here</p>' }))
  expect(pages.map(({ status }) => status)).toEqual(['empty', 'read'])
  expect(problems).toEqual(['A chapter is missing (OEBPS/gone.xhtml).'])
  const locked = '<encryption><CipherReference URI="OEBPS/one.xhtml"/></encryption>'
  expect(() => readEpub(epubOf({ 'one.xhtml': 'x' }, { 'META-INF/encryption.xml': locked }))).toThrow(/encrypted/)
  expect(() => readEpub(zipOf({ a: '' }))).toThrow(/other-kind/)
})
