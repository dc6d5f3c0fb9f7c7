/**
 * `node build/mac/update-info.mjs ZIP [NOTES]` prints `latest-mac.yml`, which tells the installed apps of a version: its file, size
 * and hash. Made after the app in the zip is stapled, because that changes the zip. JSON is YAML as well.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../setup/places.mjs'

/**
 * @param {{ version: string, name: string, zip: Buffer, notes: string, at: Date }} release
 * @returns {string} what electron-updater reads
 */
export function updateInfo({ version, name, zip, notes, at }) {
  const sha512 = createHash('sha512').update(zip).digest('base64')
  const files = [{ url: name, sha512, size: zip.length }]
  const info = { version, files, path: name, sha512, releaseDate: at.toISOString(), releaseNotes: notes.trim() }
  return `${JSON.stringify(info, null, 2)}\n`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [, , file, notes] = process.argv
  if (!file) throw new Error('node build/mac/update-info.mjs ZIP [NOTES]')
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const text = notes ? readFileSync(notes, 'utf8') : ''
  const zip = readFileSync(file)
  process.stdout.write(updateInfo({ version, name: basename(file), zip, notes: text, at: new Date() }))
}
