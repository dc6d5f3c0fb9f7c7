import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { billOfMaterials, noticesOf } from './documents.mjs'
import { licenceCounts, licenceProblems } from './licences.mjs'
import { packageOf } from './packages.mjs'
import { sizeProblems, sizesOf } from './sizes.mjs'

const text = 'Permission is hereby granted, free of charge, to any person obtaining a copy of this software'
const good = {
  name: 'react',
  version: '19.3.1',
  licence: 'MIT',
  text,
  url: 'https://react.dev',
  kind: 'library',
  purl: 'pkg:npm/react@19.3.1',
}

test.each([
  ['/parley/node_modules/react/index.js', 'node_modules/react'],
  ['/parley/node_modules/@base-ui/react/esm/index.js', 'node_modules/@base-ui/react'],
  ['/parley/node_modules/markdown-it/node_modules/entities/lib/a.js', 'node_modules/markdown-it/node_modules/entities'],
  ['/parley/renderer/app.tsx', undefined],
])('the package of the module %s is %s', (id, name) => {
  expect(packageOf(id)).toBe(name)
})

test('a component under another licence, or without its text, may not be shipped', () => {
  expect(licenceProblems([good])).toEqual([])
  expect(licenceProblems([{ ...good, licence: 'AGPL-3.0' }])).toEqual(['react 19.3.1 is under AGPL-3.0'])
  expect(licenceProblems([{ ...good, text: '' }])).toEqual(['react 19.3.1 has no text of its licence'])
  expect(licenceCounts([good, good])).toEqual({ MIT: 2 })
})

test('the notices have the licence of each component, and the bill of materials names each once', () => {
  const notices = noticesOf([good])
  expect(notices).toContain('react 19.3.1\nMIT')
  expect(notices).toContain(text)
  const exception = { ...good, name: 'gcc', purl: undefined, licence: 'GPL-3.0-or-later WITH GCC-exception-3.1' }
  const bill = billOfMaterials({ version: '1.0.0', license: 'MIT' }, [good, exception])
  expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' })
  expect(bill.components.map(({ licenses }) => licenses)).toEqual([
    [{ license: { id: 'MIT' } }],
    [{ expression: 'GPL-3.0-or-later WITH GCC-exception-3.1' }],
  ])
  expect(bill.dependencies).toEqual([{ ref: 'parley', dependsOn: ['pkg:npm/react@19.3.1', 'gcc@19.3.1'] }])
})

test('a part that is missing, or too large, is named with its size', () => {
  const app = mkdtempSync(join(tmpdir(), 'parley-sizes-'))
  const frameworks = join(app, 'Contents', 'Frameworks')
  mkdirSync(frameworks, { recursive: true })
  writeFileSync(join(frameworks, 'Electron'), 'x'.repeat(1_000))
  symlinkSync('Electron', join(frameworks, 'Current'))
  const sizes = sizesOf(app)
  rmSync(app, { recursive: true })
  expect(sizes[0]).toMatchObject({ name: 'Electron', bytes: 1_000 })
  expect(sizeProblems(sizes)).toContain('SQLite is missing')
  expect(sizeProblems([{ name: 'Electron', bytes: 400_000_000, maxBytes: 290_000_000 }])).toEqual([
    'Electron takes 400 MB and may take 290 MB',
  ])
})
