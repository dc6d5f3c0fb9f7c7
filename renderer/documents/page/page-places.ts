import type { DrawnText } from '../../../contract/drawing.js'
import type { FoundPlace } from '../../../contract/found-places.js'
import { alignText, type Stretch } from './align-text.js'
import { keyOf, type PageKey, pageKeyOf, type TextKey } from './text-key.js'

/** On a drawn page, in the units of its items. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Finds what Parley read of a page on its drawing. */
export interface PagePlaces {
  /** The boxes of a passage, from 1, line by line; empty when it is not found on the drawing. */
  passage(passage: number): readonly Box[]
  place(place: Pick<FoundPlace, 'passage' | 'start' | 'end'>): readonly Box[]
}

/**
 * @param passages the text of the page as it was read, which its items hold in their own order and division
 * @param widthOf the width of a text, in any unit: it divides the box of an item
 */
export function findPlaces(
  passages: readonly string[],
  items: readonly DrawnText[],
  widthOf: (text: string) => number,
): PagePlaces {
  const page = pageKeyOf(items)
  const keys = passages.map(keyOf)
  const total = keys.reduce((sum, { text }) => sum + text.length, 0)
  const aligned = new Map<number, readonly Stretch[]>()

  const stretchesOf = (index: number, { text }: TextKey): readonly Stretch[] => {
    const known = aligned.get(index)
    if (known) return known
    const before = keys.slice(0, index).reduce((sum, key) => sum + key.text.length, 0)
    const stretches = alignText(text, page.text, Math.round((before / Math.max(1, total)) * page.text.length))
    aligned.set(index, stretches)
    return stretches
  }
  const boxes = (passage: number, isWanted: (offset: number) => boolean): readonly Box[] => {
    const key = keys[passage - 1]
    if (!key) return []
    const parts = stretchesOf(passage - 1, key).flatMap(({ start, pageStart, length }) => {
      const from = key.offsets.findIndex((offset, at) => at >= start && isWanted(offset))
      if (from < 0 || from >= start + length) return []
      let to = from
      while (to < start + length && isWanted(key.offsets[to] ?? -1)) to++
      return partsOf(page, pageStart + from - start, pageStart + to - start)
    })
    return joined(parts.flatMap((part) => boxOf(items[part.item], part, widthOf)))
  }

  return {
    passage: (passage) => boxes(passage, () => true),
    place: ({ passage, start, end }) => boxes(passage, (offset) => offset >= start && offset < end),
  }
}

/** Characters of an item; `to` is not included. */
interface ItemPart {
  readonly item: number
  readonly from: number
  to: number
}

function partsOf({ items, offsets }: PageKey, start: number, end: number): ItemPart[] {
  const parts: ItemPart[] = []
  for (let at = start; at < end; at++) {
    const [item = 0, offset = 0] = [items[at], offsets[at]]
    const last = parts.at(-1)
    // A comma or a quotation mark at the end of an item belongs to the letters beside it.
    const to = items[at + 1] === item ? offset + 1 : Number.POSITIVE_INFINITY
    if (last?.item === item) last.to = to
    else parts.push({ item, from: items[at - 1] === item ? offset : 0, to })
  }
  return parts
}

const isRightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u

/** Part of an item's box. Of a text that stands upright, all of it. */
function boxOf(item: DrawnText | undefined, part: ItemPart, widthOf: (text: string) => number): Box[] {
  if (!item) return []
  const { text, x, y, width, height } = item
  const { from } = part
  const to = Math.min(part.to, text.length)
  const isWhole = from === 0 && to >= text.length
  if (isWhole || (height > width && text.length > 1)) return [{ x, y, width, height }]
  const shareOf = (stretch: string) => widthOf(stretch) / (widthOf(text) || 1)
  const before = shareOf(isRightToLeft.test(text) ? text.slice(to) : text.slice(0, from))
  return [{ x: x + width * before, y, width: width * shareOf(text.slice(from, to)), height }]
}

/** Joins the boxes of a line, so that a mark has no gaps between words. */
function joined(boxes: readonly Box[]): readonly Box[] {
  const lines: Box[] = []
  for (const box of boxes) {
    const last = lines.at(-1)
    if (last && isSameLine(last, box)) lines[lines.length - 1] = around(last, box)
    else lines.push(box)
  }
  return lines
}

function isSameLine(a: Box, b: Box): boolean {
  const height = Math.min(a.height, b.height)
  const overlap = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  const gap = Math.max(a.x, b.x) - Math.min(a.x + a.width, b.x + b.width)
  return overlap > height / 2 && gap < height
}

function around(a: Box, b: Box): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)]
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  }
}
