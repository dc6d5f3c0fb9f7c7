const sizes = { 1024: 'ic10', 512: 'ic09', 256: 'ic08', 128: 'ic07' }

/**
 * Puts a square PNG into Apple's icon format as it is: a name, a length and the bytes. On a Mac electron-builder makes all
 * sizes of it; elsewhere it would download a program for that.
 * @param {Buffer} png 128, 256, 512 or 1024 pixels wide
 */
export function makeIcns(png) {
  const name = sizes[png.readUInt32BE(16)]
  if (!name) throw new Error(`An icon of ${png.readUInt32BE(16)} pixels has no place in Apple's format.`)
  const head = (text, length) => {
    const bytes = Buffer.alloc(8)
    bytes.write(text, 'latin1')
    bytes.writeUInt32BE(length, 4)
    return bytes
  }
  return Buffer.concat([head('icns', png.length + 16), head(name, png.length + 8), png])
}
