import { lastSegment } from '../../contract/folders.js'

/** The names of files that a list of addresses leads to, when it leads to nothing else (RFC 2483). */
export function fileLinks(list: string): readonly string[] {
  const addresses = list.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'))
  if (!addresses.every((address) => /^file:/i.test(address))) return []
  return addresses.map((address) => decoded(lastSegment(address.replace(/\/$/, ''))))
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
