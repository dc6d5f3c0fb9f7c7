import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A real text with headings, lists and tables, which LibreOffice converts to the other kinds. */
export const officeSource = '/usr/share/doc/debian-policy/fhs/fhs-3.0.html'

const slideCount = 60
const linesPerSlide = 6

/**
 * Has LibreOffice write one text in each of its kinds.
 * @param {string} folder for the files
 * @returns {{ kind: string, file: string, reference: string }[]} the reference is the text as LibreOffice or the source has it
 */
export function officeFiles(folder) {
  const convert = converterInto(folder)
  copyFileSync(officeSource, join(folder, 'text.html'))
  const reference = readFileSync(convert('text.html', 'txt:Text (encoded):UTF8', 'HTML (StarWriter)'), 'utf8')
  const lines = reference.split('\n').filter((line) => /\w{3}/.test(line))

  const table = lines.slice(0, 400).map((line, index) => [`${index + 1}`, ...line.split(/\s+/).slice(0, 8)])
  writeFileSync(join(folder, 'table.csv'), table.map((row) => row.map(quoted).join(',')).join('\r\n'))
  const slides = lines.slice(0, slideCount * linesPerSlide)
  writeFileSync(join(folder, 'slides.fodp'), presentation(slides))

  const entry = (source, kind, text, filter) => ({ kind, file: convert(source, kind, filter), reference: text })
  return [
    ...['odt', 'docx', 'rtf'].map((kind) => entry('text.html', kind, reference, 'HTML (StarWriter)')),
    ...['ods', 'xlsx'].map((kind) => entry('table.csv', kind, table.flat().join(' '))),
    ...['odp', 'pptx'].map((kind) => entry('slides.fodp', kind, slides.join('\n'))),
  ]
}

/** Each process of LibreOffice has a profile of its own, so that it does not meet one that is open. */
function converterInto(folder) {
  const profile = join(folder, 'profile')
  const converted = join(folder, 'converted')
  mkdirSync(converted, { recursive: true })
  return (source, kind, filter) => {
    const options = [
      '--headless',
      `-env:UserInstallation=file://${profile}`,
      '--convert-to',
      kind,
      '--outdir',
      converted,
    ]
    const input = filter ? [`--infilter=${filter}`] : []
    execFileSync('soffice', [...options, ...input, join(folder, source)], { stdio: 'ignore' })
    return join(converted, source.replace(/\.\w+$/, `.${kind.split(':')[0]}`))
  }
}

const quoted = (cell) => `"${cell.replaceAll('"', '""')}"`

/** A presentation in OpenDocument's form of one file; a line each in a frame of its own. */
function presentation(lines) {
  const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const frame = (line, index) =>
    `<draw:frame svg:x="1cm" svg:y="${index * 2 + 1}cm" svg:width="22cm" svg:height="1.5cm"><draw:text-box><text:p>${escaped(line)}</text:p></draw:text-box></draw:frame>`
  const slides = Array.from({ length: Math.ceil(lines.length / linesPerSlide) }, (_, at) => {
    const own = lines.slice(at * linesPerSlide, (at + 1) * linesPerSlide)
    return `<draw:page draw:name="Slide ${at + 1}">${own.map(frame).join('')}</draw:page>`
  })
  const names = ['office', 'draw', 'text'].map((name) => {
    const space = name === 'draw' ? 'drawing' : name
    return `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${space}:1.0"`
  })
  const svg = 'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
  const type = 'office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.presentation"'
  return `<?xml version="1.0" encoding="UTF-8"?><office:document ${names.join(' ')} ${svg} ${type}><office:body><office:presentation>${slides.join('')}</office:presentation></office:body></office:document>`
}
