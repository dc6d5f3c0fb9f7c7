/** Writes a Mach-O file that holds only what a check reads: load commands, and a signature without hashes. */

const kinds = { executable: 2, dylib: 6, bundle: 8 }
const cpus = { arm64: 0x0100000c, x64: 0x01000007 }

/**
 * @param {{ kind?: keyof typeof kinds, cpu?: keyof typeof cpus, minimumVersion?: string, libraries?: readonly string[],
 *   rpaths?: readonly string[], signature?: { team?: string, isHardened?: boolean } | null, data?: string }} options
 * @returns {Buffer}
 */
export function makeMachO(options = {}) {
  const { kind = 'dylib', cpu = 'arm64', minimumVersion = '14.0', libraries = [], rpaths = [], data = '' } = options
  const signature = options.signature === null ? undefined : makeSignature(options.signature ?? {})
  const [major, minor] = minimumVersion.split('.').map(Number)
  const commands = [
    numbers(0x32, [1, (major << 16) | (minor << 8), 0, 0]),
    ...libraries.map((name) => text(0xc, [24, 2, 0x10000, 0x10000], name)),
    ...rpaths.map((path) => text(0x8000001c, [12], path)),
  ]
  const signatureCommandBytes = signature ? 16 : 0
  const commandBytes = commands.reduce((sum, { length }) => sum + length, signatureCommandBytes)
  const content = Buffer.from(data, 'latin1')
  const signatureAt = 32 + commandBytes + content.length
  if (signature) commands.push(numbers(0x1d, [signatureAt, signature.length]))
  const header = Buffer.alloc(32)
  const fields = [0xfeedfacf, cpus[cpu], 0, kinds[kind], commands.length, commandBytes, 0, 0]
  for (const [index, value] of fields.entries()) header.writeUInt32LE(value, index * 4)
  return Buffer.concat([header, ...commands, content, ...(signature ? [signature] : [])])
}

function numbers(code, values) {
  const command = Buffer.alloc(8 + values.length * 4)
  for (const [index, value] of [code, command.length, ...values].entries())
    command.writeUInt32LE(value >>> 0, index * 4)
  return command
}

/** A command that ends in a text; the first value is the text's place. */
function text(code, values, string) {
  const place = 8 + values.length * 4
  const command = Buffer.alloc(Math.ceil((place + Buffer.byteLength(string) + 1) / 8) * 8)
  for (const [index, value] of [code, command.length, place, ...values.slice(1)].entries())
    command.writeUInt32LE(value >>> 0, index * 4)
  command.write(string, place)
  return command
}

function makeSignature({ team, isHardened = true }) {
  const identifier = 'app.parley.test\0'
  const directory = Buffer.alloc(52)
  const set = (team ? 0 : 0x2) | (isHardened ? 0x10000 : 0)
  const teamAt = team ? directory.length + identifier.length : 0
  const strings = Buffer.from(identifier + (team ? `${team}\0` : ''))
  const fields = {
    0: 0xfade0c02,
    4: directory.length + strings.length,
    8: 0x20400,
    12: set,
    20: directory.length,
    48: teamAt,
  }
  for (const [offset, value] of Object.entries(fields)) directory.writeUInt32BE(value >>> 0, Number(offset))
  const blob = Buffer.alloc(20)
  const total = blob.length + directory.length + strings.length
  for (const [index, value] of [0xfade0cc0, total, 1, 0, blob.length].entries())
    blob.writeUInt32BE(value >>> 0, index * 4)
  return Buffer.concat([blob, directory, strings])
}
