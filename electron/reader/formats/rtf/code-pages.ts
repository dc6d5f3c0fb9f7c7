import { decodeWindows1252 } from '../../decode.js'

/** Encodings by the number of their Windows code page. */
const byCodePage: Readonly<Record<number, string>> = {
  866: 'ibm866',
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  10000: 'macintosh',
  65001: 'utf-8',
}

/** Code pages by the number of a font's character set (`\fcharset`). */
const byCharset: Readonly<Record<number, number>> = {
  77: 10000,
  128: 932,
  129: 949,
  134: 936,
  136: 950,
  161: 1253,
  162: 1254,
  163: 1258,
  177: 1255,
  178: 1256,
  186: 1257,
  204: 1251,
  222: 874,
  238: 1250,
}

export const codePageOfCharset = (charset: number): number | undefined => byCharset[charset]

/** Decodes bytes that RTF writes as `\'hh`. An unknown code page reads as Windows-1252. */
export function decodeCodePage(bytes: ArrayLike<number>, codePage: number): string {
  const name = byCodePage[codePage] ?? (codePage >= 1250 && codePage <= 1258 ? `windows-${codePage}` : 'windows-1252')
  const data = Uint8Array.from(bytes)
  return name === 'windows-1252' ? decodeWindows1252(data) : new TextDecoder(name).decode(data)
}
