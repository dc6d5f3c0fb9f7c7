import { createHash } from 'node:crypto'
import { fileOf } from './pdf-files.js'

/** PDF 1.7, 7.6.3.3. */
const padding = Buffer.from('28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A', 'hex')
const permissions = -4
const id = Buffer.from('parley test file')
const keyBytes = 16

const md5 = (...parts: readonly Buffer[]) => createHash('md5').update(Buffer.concat(parts)).digest()
const padded = (password: string) => Buffer.concat([Buffer.from(password, 'latin1'), padding]).subarray(0, 32)

function rc4(key: Buffer, data: Buffer): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index)
  const at = (index: number) => state[index & 255] ?? 0
  const swap = (a: number, b: number) => {
    const kept = at(a)
    state[a & 255] = at(b)
    state[b & 255] = kept
  }
  for (let a = 0, b = 0; a < 256; a++) {
    b = (b + at(a) + (key[a % key.length] ?? 0)) & 255
    swap(a, b)
  }
  let b = 0
  return Buffer.from(
    data.map((byte, index) => {
      const a = index + 1
      b = (b + at(a)) & 255
      swap(a, b)
      return byte ^ at(at(a) + at(b))
    }),
  )
}

/** The first key, then 19 that are derived from it. */
function rc4Repeatedly(key: Buffer, data: Buffer): Buffer {
  let result = data
  for (let round = 0; round < 20; round++) result = rc4(Buffer.from(key.map((byte) => byte ^ round)), result)
  return result
}

function hashRepeatedly(first: Buffer): Buffer {
  let hash = first
  for (let round = 0; round < 50; round++) hash = md5(hash)
  return hash
}

/** One page with a sentence, encrypted with RC4 of 128 bits, which opens with `password` (algorithms 2 to 5). */
export function encryptedPdf(password: string, sentence: string): Uint8Array {
  const owner = rc4Repeatedly(hashRepeatedly(md5(padded('the owner’s'))), padded(password))
  const rights = Buffer.alloc(4)
  rights.writeInt32LE(permissions)
  const key = hashRepeatedly(md5(padded(password), owner, rights, id))
  const user = Buffer.concat([rc4Repeatedly(key, md5(padding, id)), Buffer.alloc(16)])
  const content = 4
  const objectKey = md5(key, Buffer.from([content, 0, 0, 0, 0])).subarray(0, keyBytes)
  const text = rc4(objectKey, Buffer.from(`BT /F1 11 Tf 60 780 Td (${sentence}) Tj ET`, 'latin1'))
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text.toString('latin1')}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    `<< /Filter /Standard /V 2 /R 3 /Length 128 /P ${permissions} /O <${owner.toString('hex')}> /U <${user.toString('hex')}> >>`,
  ]
  const hexId = id.toString('hex')
  return fileOf(objects, 0, `/Encrypt 6 0 R /ID [<${hexId}> <${hexId}>]`)
}
