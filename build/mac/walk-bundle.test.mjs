import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeMachO } from './testing/make-mach-o.mjs'
import { walkBundle } from './walk-bundle.mjs'

const team = 'TEAM123456'
const signature = { team }
let app

beforeEach(() => {
  app = join(mkdtempSync(join(tmpdir(), 'parley-bundle-')), 'Parley.app')
  put('Contents/MacOS/Parley', {
    kind: 'executable',
    rpaths: ['@executable_path/../Frameworks'],
    libraries: ['@rpath/Framework', '/usr/lib/libSystem.B.dylib'],
    signature,
  })
  put('Contents/Frameworks/Framework', {
    libraries: ['@loader_path/../Resources/native/mlx-14/libmlx.dylib'],
    signature,
  })
  put('Contents/Resources/native/mlx-14/libmlx.dylib', { signature })
  put('Contents/Resources/native/mlx-26/libmlx.dylib', { minimumVersion: '26.2', signature })
  writeFileSync(join(app, 'Contents/Resources/LICENSE'), 'no program')
})
afterEach(() => rmSync(dirname(app), { recursive: true }))

function put(path, options) {
  mkdirSync(dirname(join(app, path)), { recursive: true })
  writeFileSync(join(app, path), makeMachO(options))
}

const engine = 'Contents/Resources/native/mlx-14/libmlx.dylib'

test('an app whose files fit together has no problems, and each of them is named', () => {
  const { files, problems } = walkBundle(app, { team })
  expect(problems).toEqual([])
  expect(files).toHaveLength(4)
  expect(files).toContainEqual({ path: engine, minimumVersion: '14.0', team })
})

test.each([
  ['for another processor', { cpu: 'x64', signature }, 'is not for Apple silicon'],
  ['for a newer macOS', { minimumVersion: '15.0', signature }, 'needs macOS 15.0'],
  ['of another team', { signature: { team: 'OTHER' } }, `is signed by OTHER and not by ${team}`],
  ['signed ad hoc', { signature: {} }, `is signed by nobody and not by ${team}`],
  ['without a signature', { signature: null }, 'has no signature, not even an ad-hoc one'],
  [
    'that loads a library of Homebrew',
    { libraries: ['/opt/homebrew/lib/libx.dylib'], signature },
    'loads /opt/homebrew/lib/libx.dylib, which is not in the app',
  ],
  [
    'that loads a library that is not there',
    { libraries: ['@rpath/libgone.dylib'], signature },
    'loads @rpath/libgone.dylib, which is not in the app',
  ],
  [
    'that leaves the app',
    { rpaths: ['@loader_path/../../../../../..'], signature },
    'looks in @loader_path/../../../../../.., outside of the app',
  ],
])('a file %s is found', (_, options, complaint) => {
  put(engine, options)
  expect(walkBundle(app, { team }).problems).toContain(`${engine} ${complaint}`)
})

test('a program that is not hardened, and a file for several processors, are found', () => {
  put('Contents/MacOS/Parley', { kind: 'executable', signature: { team, isHardened: false } })
  writeFileSync(join(app, engine), Buffer.from('cafebabe00000002', 'hex'))
  expect(walkBundle(app, { team }).problems).toEqual(
    expect.arrayContaining(['Contents/MacOS/Parley is not hardened', `${engine} holds several architectures`]),
  )
})

test('an unsigned build needs no team, and an app without programs is none', () => {
  put(engine, { signature: {} })
  expect(walkBundle(app).problems).toEqual([])
  rmSync(join(app, 'Contents'), { recursive: true })
  expect(walkBundle(app).problems).toEqual(['There is no Mach-O file'])
})
