import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getRawHeader } from '@electron/asar'
import { isLinux } from '../setup/places.mjs'
import { runSmoke } from './run-app.mjs'
import { resourcesOf } from './stage.mjs'

/**
 * Changes one letter of main's script in the archive, in a copy of the app, and starts it.
 * @returns {Promise<{ holds: boolean, happens: string }>}
 */
export async function flipAsarByte(stage) {
  const executable = stage.copy('flipped')
  const archive = join(resourcesOf(executable), 'app.asar')
  const bytes = readFileSync(archive)
  // A word of a sentence on screen, so that the script stays one.
  const place = bytes.indexOf('Parley does not start with a debugging port')
  if (place < 0) throw new Error('The sentence that the audit changes is not in the archive.')
  const file = fileAt(archive, place)
  bytes[place] ^= 0x20
  writeFileSync(archive, bytes)
  const isNoticed = file.blocksOf(bytes) !== file.hashes
  const { code, report } = await runSmoke(executable, { home: stage.newHome() })
  const starts = code === 0 && report?.ok === true
  if (!isNoticed) return { holds: false, happens: 'The hashes in the archive’s header do not cover the byte.' }
  if (!isLinux) return { holds: !starts, happens: starts ? 'The app starts.' : `The app ends with ${code}.` }
  return {
    holds: true,
    happens: `The header’s SHA-256 of ${file.path} no longer fits. not provable here that the app refuses to start: Electron compares on macOS and Windows only (here it ${starts ? 'starts' : `ends with ${code}`}).`,
  }
}

/** The file of the archive that has this byte, with the hashes that the header has of its blocks. */
function fileAt(archive, place) {
  const { header, headerSize } = getRawHeader(archive)
  const start = 8 + headerSize
  const find = (node, path) => {
    for (const [name, child] of Object.entries(node.files ?? {})) {
      const here = `${path}${name}`
      const offset = start + Number(child.offset)
      if (child.files) {
        const inner = find(child, `${here}/`)
        if (inner) return inner
      } else if (!child.unpacked && place >= offset && place < offset + child.size) return { here, offset, child }
    }
    return undefined
  }
  const { here, offset, child } = find(header, '')
  const { blockSize, blocks } = child.integrity
  return {
    path: here,
    hashes: blocks.join(),
    blocksOf(bytes) {
      const hashes = []
      for (let at = 0; at < child.size; at += blockSize)
        hashes.push(
          createHash('sha256')
            .update(bytes.subarray(offset + at, offset + Math.min(at + blockSize, child.size)))
            .digest('hex'),
        )
      return hashes.join()
    },
  }
}
