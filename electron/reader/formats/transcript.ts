import { clean } from '../clean.js'
import { decode } from '../decode.js'
import { toPages } from '../pages.js'
import { cutPassages } from '../passages.js'
import type { ReadPage, ReadPages } from './read-pages.js'
import { type Cue, parseCues, parseSpeech } from './transcript/cues.js'

/** Longer recordings do not exist; times beyond are damage. */
const maxMinutes = 100 * 60
const targetPassageLength = 500

/**
 * Reads transcripts: subtitles (WebVTT, SRT), and lines of `speaker: text` with times. A page is a minute, also one in
 * which nobody speaks, so that the page's number tells the time. Passages begin with the time of their first words,
 * `[12:07]`. Without times pages have the length of text.
 */
export function readTranscript(bytes: Uint8Array): ReadPages {
  const { text: raw, encoding } = decode(bytes)
  const { text } = clean(raw)
  const cues = parseCues(text) ?? parseSpeech(text)
  if (!cues || cues.length === 0) {
    const pages = toPages(text, 'plain').map(({ passages }) => ({ passages, status: statusOf(passages) }))
    return { encoding, pages, omitted: [], problems: [] }
  }
  const timely = cues.filter(({ seconds }) => seconds < maxMinutes * 60)
  const problems =
    timely.length < cues.length
      ? [`${cues.length - timely.length} lines are left out: their times are beyond 100 hours.`]
      : []
  return { encoding, pages: minutePages(timely), omitted: [], problems }
}

/**
 * True when a text file consists of lines of speech with their speakers, at times that begin with the recording, unlike
 * those of a log.
 */
export function isTranscript(text: string): boolean {
  if (text.startsWith('WEBVTT')) return true
  const cues = parseSpeech(text.slice(0, 20_000)) ?? []
  const spoken = cues.filter(({ speaker }) => speaker)
  const first = cues[0]?.seconds ?? Number.POSITIVE_INFINITY
  return cues.length >= 3 && first < maxFirstSeconds && spoken.length >= cues.length * minSpokenShare
}

const maxFirstSeconds = 10 * 60
const minSpokenShare = 0.8

function minutePages(cues: readonly Cue[]): ReadPage[] {
  const minutes: Cue[][] = []
  const last = cues.reduce((most, { seconds }) => Math.max(most, Math.floor(seconds / 60)), 0)
  for (let minute = 0; minute <= last; minute++) minutes.push([])
  for (const cue of cues) minutes[Math.floor(cue.seconds / 60)]?.push(cue)
  return minutes.map((spoken, minute) => {
    const passages = toPassages(spoken)
    return { label: timeText(minute * 60), passages, status: statusOf(passages) }
  })
}

/** Words of one speaker in a row share a passage. */
function toPassages(cues: readonly Cue[]): string[] {
  const passages: string[] = []
  let passage = ''
  let speaker: string | undefined
  const end = () => {
    if (passage) passages.push(...cutPassages(passage))
    passage = ''
  }
  for (const cue of cues) {
    const isSame = passage && cue.speaker === speaker && passage.length + cue.text.length < targetPassageLength
    if (isSame) passage += ` ${cue.text}`
    else {
      end()
      speaker = cue.speaker
      passage = `[${timeText(cue.seconds)}] ${speaker ? `${speaker}: ` : ''}${cue.text}`
    }
  }
  end()
  return passages
}

/** `7:05`, `1:02:03`. */
function timeText(seconds: number): string {
  const whole = Math.floor(seconds)
  const hours = Math.floor(whole / 3_600)
  const minutes = Math.floor((whole % 3_600) / 60)
  const rest = String(whole % 60).padStart(2, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`
}

const statusOf = (passages: readonly string[]): ReadPage['status'] => (passages.length > 0 ? 'read' : 'empty')
