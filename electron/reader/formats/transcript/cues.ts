/** What is said in one go. */
export interface Cue {
  /** From the beginning of the recording. */
  readonly seconds: number
  readonly speaker?: string
  readonly text: string
}

const time = '(?:(\\d{1,3}):)?(\\d{1,2}):(\\d{2})(?:[.,]\\d{1,3})?'
const timing = new RegExp(`^\\s*${time}\\s*-->\\s*[\\d:.,]+`)
const voice = /<v(?:\.[^\s>]{0,40})?\s+([^>]{1,80})>/
const tag = /<\/?[a-z\d][^<>]{0,200}>/gi
const named = /^([\p{Lu}\p{N}][^:<>[\]()\n]{0,50}):\s+(\S.*)$/su

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&nbsp;': ' ',
  '&lrm;': '',
  '&rlm;': '',
}

/** The cues of WebVTT or SRT, in order; undefined if the text has no line of timing. Notes and styles are left out. */
export function parseCues(text: string): Cue[] | undefined {
  const cues: Cue[] = []
  let seconds: number | undefined
  let lines: string[] = []
  let isTimed = false
  const end = () => {
    if (seconds !== undefined) cues.push(...cueOf(seconds, lines.join(' ')))
    seconds = undefined
    lines = []
  }
  for (const line of text.split('\n')) {
    const match = timing.exec(line)
    if (match) {
      // The number of a cue of SRT stands on the line before, where the empty line is missing.
      if (/^\d+$/.test(lines.at(-1)?.trim() ?? '')) lines.pop()
      end()
      isTimed = true
      seconds = secondsOf(match)
    } else if (line.trim() === '') end()
    else if (seconds !== undefined) lines.push(line.trim())
  }
  end()
  if (!isTimed) return undefined
  return withoutRollUp(cues)
}

function cueOf(seconds: number, raw: string): Cue[] {
  const speaker = voice.exec(raw)?.[1]?.trim()
  const text = raw
    .replace(tag, '')
    .replace(/&[a-z]{2,4};/g, (entity) => entities[entity] ?? entity)
    .replace(/\{\\[^{}]{0,40}\}/g, '')
    .trim()
  if (!text) return []
  const match = speaker ? undefined : named.exec(text.replace(/^-\s*/, ''))
  if (match) return [{ seconds, speaker: match[1] ?? '', text: match[2] ?? '' }]
  return [{ seconds, ...(speaker ? { speaker } : {}), text }]
}

/** Captions that roll up repeat the line before in each cue. */
function withoutRollUp(cues: readonly Cue[]): Cue[] {
  const kept: Cue[] = []
  for (const cue of cues) {
    const before = kept.at(-1)
    if (before && before.text === cue.text) continue
    const isRepeat = before && before.text.length > 10 && cue.text.startsWith(`${before.text} `)
    kept.push(isRepeat ? { ...cue, text: cue.text.slice(before.text.length + 1) } : cue)
  }
  return kept
}

/** [00:01:02] Ann: text — 0:12 Ann: text — 0:12 text */
const timedLine = new RegExp(`^\\s*[[(]?${time}[\\])]?\\s*[-–—]?\\s*(.*)$`)
/** Ann (00:01:02): text, and the heading of a speech: Ann  0:12 */
const timedName = new RegExp(`^\\s*([\\p{Lu}][^:<>[\\]()\\n\\d]{0,50}?)\\s*[[(]?${time}[\\])]?\\s*:?\\s*(.*)$`, 'u')

/** Speech with a time on the line of each speaker; undefined where fewer than half of the paragraphs have one. */
export function parseSpeech(text: string): Cue[] | undefined {
  const cues: { seconds: number; speaker?: string; text: string }[] = []
  let lost = 0
  let clock = 0
  for (const line of text.split('\n')) {
    if (!line.trim()) continue
    const cue = line.length > 5_000 ? undefined : speechOf(line)
    if (cue && cue.seconds >= clock) {
      clock = cue.seconds
      cues.push(cue)
      continue
    }
    const open = cues.at(-1)
    if (!open) lost++
    else open.text = `${open.text} ${line.trim()}`.trim()
    if (lost > 20) return undefined
  }
  const spoken = cues.filter((cue) => cue.text)
  return spoken.length >= 3 && spoken.length * 2 > lost ? spoken : undefined
}

function speechOf(line: string): { seconds: number; speaker?: string; text: string } | undefined {
  const first = timedLine.exec(line)
  if (first) {
    const rest = (first[4] ?? '').trim()
    const match = named.exec(rest) ?? /^([^:]{1,50}):\s*()$/.exec(rest)
    const seconds = secondsOf(first)
    return match ? { seconds, speaker: match[1] ?? '', text: match[2] ?? '' } : { seconds, text: rest }
  }
  const match = timedName.exec(line)
  if (!match) return undefined
  const [, speaker = '', hours, minutes, seconds, text = ''] = match
  return { seconds: secondsOf(['', hours ?? '', minutes ?? '', seconds ?? '']), speaker: speaker.trim(), text }
}

function secondsOf([, hours, minutes, seconds]: readonly string[]): number {
  return Number(hours || 0) * 3_600 + Number(minutes) * 60 + Number(seconds)
}

const minTurns = 4
const minTurnShare = 0.6
const maxSpeakers = 20

/**
 * Puts an empty line between the turns of speakers, where most lines are `Speaker: text` and the speakers come back;
 * undefined for other texts. A passage is then what one of them says.
 */
export function separateTurns(text: string): string | undefined {
  const lines = text.split('\n').filter((line) => line.trim())
  const speakers = lines.flatMap((line) => (line.length > 5_000 ? [] : (named.exec(line)?.[1] ?? [])))
  const different = new Set(speakers).size
  const isSpeech =
    speakers.length >= minTurns &&
    speakers.length >= lines.length * minTurnShare &&
    different >= 2 &&
    different <= maxSpeakers &&
    speakers.length >= different * 2
  if (!isSpeech) return undefined
  return lines.map((line) => (line.length <= 5_000 && named.test(line) ? `\n${line}` : line)).join('\n')
}
