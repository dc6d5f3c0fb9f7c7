import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addPaint } from './pdfjs-text-paint.mjs'
import { root } from './setup/places.mjs'

const worker = () => readFileSync(join(root, 'node_modules/pdfjs-dist/legacy/build/pdf.worker.mjs'), 'utf8')

test('the pdf.js in use gets the paint of its text', () => {
  const changed = addPaint(worker())
  expect(changed.match(/parleyTrackPaint\(/g)).toHaveLength(2)
  expect(changed.match(/parleyPaintOf\(/g)).toHaveLength(3)
  expect(changed).toContain('paint: textChunk.paint')
})

test('a pdf.js in which the text is made in another way ends the build, and no text is taken for visible', () => {
  expect(() => addPaint(worker().replace('textContentItem.initialized = true', 'initialized = true'))).toThrow(
    /getTextContent of pdf\.js has changed/,
  )
})
