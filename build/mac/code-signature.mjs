/** Reads who signed a Mach-O file: the code directory in its signature (Apple's cs_blobs.h). It proves no hash; codesign does. */

const superBlob = 0xfade0cc0
const codeDirectory = 0xfade0c02
const versionWithTeam = 0x20200
const flags = { adHoc: 0x2, hardened: 0x10000, linkerSigned: 0x20000 }

/**
 * @param {Buffer} blob the bytes that LC_CODE_SIGNATURE names
 * @returns {{ team: string | undefined, identifier: string, isAdHoc: boolean, isHardened: boolean, isLinkerSigned: boolean } | undefined}
 */
export function readSignature(blob) {
  if (blob.length < 12 || blob.readUInt32BE(0) !== superBlob) return undefined
  for (let index = 0; index < blob.readUInt32BE(8); index++) {
    const offset = blob.readUInt32BE(16 + index * 8)
    if (blob.readUInt32BE(12 + index * 8) === 0) return readDirectory(blob.subarray(offset))
  }
  return undefined
}

function readDirectory(directory) {
  if (directory.readUInt32BE(0) !== codeDirectory) return undefined
  const set = directory.readUInt32BE(12)
  const teamOffset = directory.readUInt32BE(8) >= versionWithTeam ? directory.readUInt32BE(48) : 0
  return {
    team: teamOffset > 0 ? textAt(directory, teamOffset) : undefined,
    identifier: textAt(directory, directory.readUInt32BE(20)),
    isAdHoc: (set & flags.adHoc) !== 0,
    isHardened: (set & flags.hardened) !== 0,
    isLinkerSigned: (set & flags.linkerSigned) !== 0,
  }
}

const textAt = (bytes, offset) => bytes.toString('utf8', offset, bytes.indexOf(0, offset))
