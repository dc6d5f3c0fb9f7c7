/** Reads what dyld reads from a thin 64-bit Mach-O file: load commands, exports, and imports with their libraries. */
import { readFileSync } from 'node:fs'
import { readSignature } from './code-signature.mjs'

const command = {
  loadDylib: 0xc,
  idDylib: 0xd,
  codeSignature: 0x1d,
  weakDylib: 0x80000018,
  rpath: 0x8000001c,
  reexportDylib: 0x8000001f,
  dyldInfo: 0x80000022,
  buildVersion: 0x32,
  exportsTrie: 0x80000033,
  chainedFixups: 0x80000034,
}
const kinds = { 2: 'executable', 6: 'dylib', 8: 'bundle' }
const platforms = { 1: 'macOS' }
const arm64 = 0x0100000c
const specialLibraries = { 0: 'self', '-1': 'executable', '-2': 'any', '-3': 'merged' }

/**
 * @param {string} file
 * @returns {{ kind: string, isArm64: boolean, platform: string, minimumVersion: string, name: string | undefined,
 *   rpaths: string[], libraries: string[], isSigned: boolean, signature: ReturnType<typeof readSignature>, exports: Set<string>,
 *   imports: { name: string, library: string, isOptional: boolean }[] }} an import's library is one of `libraries`, or
 *   `self`, `executable`, `any` (every loaded image) or `merged` (one definition for all images; the file's own if there
 *   is no other)
 */
export function readMachO(file) {
  const bytes = readFileSync(file)
  if (bytes.length < 32 || bytes.readUInt32LE(0) !== 0xfeedfacf) throw new Error(`${file} is no 64-bit Mach-O file.`)
  const commands = readCommands(bytes)
  const only = (code) => commands.find((entry) => entry.code === code)
  const loads = [command.loadDylib, command.weakDylib, command.reexportDylib]
  const libraries = commands.filter(({ code }) => loads.includes(code)).map(textOf)
  const version = only(command.buildVersion)
  const info = only(command.dyldInfo)
  const trie = only(command.exportsTrie)
  const chained = only(command.chainedFixups)
  return {
    kind: kinds[bytes.readUInt32LE(12)] ?? 'other',
    isArm64: bytes.readUInt32LE(4) === arm64,
    platform: (version && platforms[version.bytes.readUInt32LE(8)]) ?? 'other',
    minimumVersion: version ? versionText(version.bytes.readUInt32LE(12)) : '',
    name: commands.filter(({ code }) => code === command.idDylib).map(textOf)[0],
    rpaths: commands.filter(({ code }) => code === command.rpath).map(textOf),
    libraries,
    isSigned: only(command.codeSignature) !== undefined,
    signature: only(command.codeSignature) && readSignature(part(bytes, only(command.codeSignature), 8)),
    exports: new Set(readTrie(trie ? part(bytes, trie, 8) : info ? part(bytes, info, 40) : Buffer.alloc(0))),
    imports: chained ? readChained(part(bytes, chained, 8), libraries) : info ? readBinds(bytes, info, libraries) : [],
  }
}

function readCommands(bytes) {
  const commands = []
  let offset = 32
  for (let count = bytes.readUInt32LE(16); count > 0; count--) {
    const size = bytes.readUInt32LE(offset + 4)
    commands.push({ code: bytes.readUInt32LE(offset), bytes: bytes.subarray(offset, offset + size) })
    offset += size
  }
  return commands
}

/** The part of the file whose offset and length are in the command at `at`. */
const part = (bytes, entry, at) => {
  const offset = entry.bytes.readUInt32LE(at)
  return bytes.subarray(offset, offset + entry.bytes.readUInt32LE(at + 4))
}

const textOf = (entry) => cString(entry.bytes, entry.bytes.readUInt32LE(8))
const cString = (bytes, offset) => bytes.toString('utf8', offset, bytes.indexOf(0, offset))
const versionText = (packed) => `${packed >>> 16}.${(packed >>> 8) & 0xff}`

function libraryOf(ordinal, libraries) {
  const library = ordinal > 0 ? libraries[ordinal - 1] : specialLibraries[ordinal]
  if (library === undefined) throw new Error(`A symbol is bound to library ${ordinal}, which is not loaded.`)
  return library
}

/** @returns {[number, number]} the ULEB128 number at `offset`, and the offset after it */
function uleb(bytes, offset) {
  let value = 0
  for (let scale = 1; ; scale *= 128) {
    const byte = bytes[offset++]
    value += (byte & 0x7f) * scale
    if (byte < 0x80) return [value, offset]
  }
}

/** Exports trie: each node has a flag that a name ends there, then its edges, each a string and the offset of a node. */
function readTrie(trie) {
  if (trie.length === 0) return []
  const names = []
  const open = [['', 0]]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [prefix, start] = next
    let [terminalBytes, offset] = uleb(trie, start)
    if (terminalBytes > 0) names.push(prefix)
    offset += terminalBytes
    for (let edges = trie[offset++]; edges > 0; edges--) {
      const edge = cString(trie, offset)
      const [child, after] = uleb(trie, offset + Buffer.byteLength(edge) + 1)
      open.push([prefix + edge, child])
      offset = after
    }
  }
  return names
}

/** Chained fixups, which Apple's linker writes: one table of imports, without compression. */
function readChained(fixups, libraries) {
  const [importsAt, symbolsAt, count, format] = [8, 12, 16, 20].map((at) => fixups.readUInt32LE(at))
  const entryBytes = { 1: 4, 2: 8 }[format]
  if (!entryBytes) throw new Error(`Chained fixups of format ${format} are not known.`)
  return Array.from({ length: count }, (_, index) => {
    const packed = fixups.readInt32LE(importsAt + index * entryBytes)
    const name = cString(fixups, symbolsAt + (packed >>> 9))
    const ordinal = packed & 0xff
    return {
      name,
      library: libraryOf(ordinal > 0xf0 ? ordinal - 0x100 : ordinal, libraries),
      isOptional: (packed & 0x100) !== 0,
    }
  })
}

/** The opcode programs that bind at load (16), merge weak definitions (24), and bind at the first call (32). */
function readBinds(bytes, info, libraries) {
  const found = new Map()
  for (const at of [16, 24, 32]) {
    for (const bind of runOpcodes(part(bytes, info, at))) {
      const library = at === 24 ? 'merged' : libraryOf(bind.ordinal, libraries)
      found.set(`${library} ${bind.name}`, { name: bind.name, library, isOptional: bind.isOptional })
    }
  }
  return [...found.values()]
}

function* runOpcodes(program) {
  let ordinal = 0
  let name = ''
  let isOptional = false
  for (let offset = 0; offset < program.length; ) {
    const immediate = program[offset] & 0x0f
    const opcode = program[offset++] >>> 4
    if (opcode === 1) ordinal = immediate
    else if (opcode === 2) [ordinal, offset] = uleb(program, offset)
    else if (opcode === 3) ordinal = immediate === 0 ? 0 : immediate - 16
    else if (opcode === 4) {
      name = cString(program, offset)
      isOptional = (immediate & 1) !== 0
      offset += Buffer.byteLength(name) + 1
    } else if ([6, 7, 8, 10].includes(opcode)) offset = uleb(program, offset)[1]
    else if (opcode === 12) offset = uleb(program, uleb(program, offset)[1])[1]
    else if (opcode > 12) throw new Error(`The bind opcode ${opcode} is not known.`)
    if (opcode >= 9) yield { ordinal, name, isOptional }
  }
}
