import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ocrLanguages } from '../contract/ocr-languages.js'
import { languageFiles } from './bundle.mjs'
import { root } from './setup/places.mjs'

test('the app contains the data of each language that it offers, and of no other', () => {
  expect(languageFiles().map(({ language }) => language)).toEqual(Object.keys(ocrLanguages).sort())
  for (const { path } of languageFiles()) expect([...readFileSync(path).subarray(0, 2)]).toEqual([0x1f, 0x8b])
})

test('the data are packages of this project, not only of this machine', () => {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  for (const { language } of languageFiles()) expect(devDependencies).toHaveProperty(`@tesseract.js-data/${language}`)
})
