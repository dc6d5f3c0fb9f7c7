/** What others made and the package contains: for the notices, the bill of materials, and the audit of licences. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { languageFiles } from '../bundle.mjs'
import { root } from '../setup/places.mjs'
import { packagesName } from './packages.mjs'

/** They ask for their text to be passed on, and for nothing more. The runtime of GCC is free of its licence by its exception. */
export const allowedLicences = [
  ...['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'Zlib', 'OFL-1.1', 'blessing'],
  'GPL-3.0-or-later WITH GCC-exception-3.1',
]

/**
 * @typedef {{ name: string, version: string, licence: string, text: string, url: string, purl?: string,
 *   kind: 'application' | 'framework' | 'library' | 'data' | 'machine-learning-model' }} Component
 * `text` is that of the licence, and of what it asks to be passed on
 */

/**
 * @param {{ bundles: string, electron: string, electronVersion: string, engine: string, mlxVersion: string }} places folders of
 *   the bundles, of Electron with its licences, and of the engine with MLX
 * @returns {Component[]}
 */
export function shippedComponents({ bundles, electron, electronVersion, engine, mlxVersion }) {
  const bundled = JSON.parse(readFileSync(join(bundles, packagesName), 'utf8'))
  const languages = languageFiles().map(({ language }) => `node_modules/@tesseract.js-data/${language}`)
  const packages = [...new Set([...bundled, ...languages, ...unbundled])].sort()
  return [
    {
      name: 'Electron',
      version: electronVersion,
      licence: 'MIT',
      text: `${licenceText(electron) ?? ''}\n\nThe licences of Chromium and of all that it contains are in the file LICENSES.chromium.html of the app.`,
      url: 'https://www.electronjs.org',
      purl: `pkg:npm/electron@${electronVersion}`,
      kind: 'framework',
    },
    {
      name: 'MLX',
      version: mlxVersion,
      licence: 'MIT',
      text: mlxLicence(engine),
      url: 'https://github.com/ml-explore/mlx',
      purl: `pkg:pypi/mlx@${mlxVersion}`,
      kind: 'library',
    },
    ...packages.map(packageComponent),
    sqlite,
    ...(existsSync(join(engine, 'mlx_cpu.libs')) ? linuxLibraries : []),
    demoModel,
  ]
}

/** Beside the bundles, because one of them has a native binary. */
const unbundled = ['node_modules/@photostructure/sqlite', 'node_modules/node-gyp-build']

/** @returns {Component} */
function packageComponent(folder) {
  const { name, version, license, homepage } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  const isLanguage = name.startsWith('@tesseract.js-data/')
  const texts = [join(root, folder), ...(inside[name] ?? []).map((part) => join(root, folder, part))].map(licenceText)
  return {
    name,
    version,
    licence: isLanguage ? 'Apache-2.0' : license,
    text: texts.filter(Boolean).join('\n\n') || (isLanguage ? apacheText() : (withoutText[name] ?? '')),
    url: homepage ?? `https://www.npmjs.com/package/${name}`,
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    kind: isLanguage ? 'data' : 'library',
  }
}

/** Folders of a package with licences of their own. */
const inside = { 'pdfjs-dist': ['cmaps', 'standard_fonts', 'iccs', 'wasm'] }

/** Tesseract gives its data away under the Apache License (https://github.com/tesseract-ocr/tessdata_best); the packages lack its text. */
const apacheText = () => licenceText(join(root, 'node_modules', 'tesseract.js-core')) ?? ''

const textOf = (name) => readFileSync(join(import.meta.dirname, 'licences', `${name}.txt`), 'utf8').trim()

/** The text of the licence where the package does not carry it. */
const withoutText = { saxes: textOf('saxes'), 'lazy-val': textOf('lazy-val') }

/** The texts of the licences in a folder; undefined where there is none. */
function licenceText(folder) {
  const names = existsSync(folder) ? readdirSync(folder) : []
  const found = names.filter((name) => /^(licen[cs]e|copying|notice)(?!s\.chromium)/i.test(name)).sort()
  const texts = found.map((name) => readFileSync(join(folder, name), 'utf8').trim())
  return texts.length > 0 ? texts.join('\n\n') : undefined
}

function mlxLicence(engine) {
  const folders = ['mlx', join('mlx-14', 'mlx')].map((name) => join(engine, name))
  return folders.map(licenceText).find(Boolean) ?? ''
}

/** @type {Component} */
const sqlite = {
  name: 'SQLite',
  version: 'as in @photostructure/sqlite',
  licence: 'blessing',
  text: 'The authors of SQLite have dedicated it to the public domain: https://www.sqlite.org/copyright.html',
  url: 'https://www.sqlite.org',
  kind: 'library',
}

/** What MLX's build for Linux brings along; a package for macOS has none of it. @type {Component[]} */
const linuxLibraries = [
  {
    name: 'BLAS and LAPACK (reference)',
    version: '3.10.0',
    licence: 'BSD-3-Clause',
    text: 'Copyright (c) 1992-2021 The University of Tennessee and The University of Tennessee Research Foundation, the University of California Berkeley, and the University of Colorado Denver. https://www.netlib.org/lapack/LICENSE.txt',
    url: 'https://www.netlib.org/lapack/',
    kind: 'library',
  },
  {
    name: 'GCC runtime (libgfortran, libquadmath)',
    version: '5',
    licence: 'GPL-3.0-or-later WITH GCC-exception-3.1',
    text: 'Under the GPL with the GCC Runtime Library Exception: https://www.gnu.org/licenses/gcc-exception-3.1.html',
    url: 'https://gcc.gnu.org',
    kind: 'library',
  },
]

/** @type {Component} */
const demoModel = {
  name: 'Parley Demo (tiny)',
  version: '1',
  licence: 'MIT',
  text: readFileSync(join(root, 'LICENSE'), 'utf8').trim(),
  url: 'native/tiny-model in the source of Parley',
  kind: 'machine-learning-model',
}
