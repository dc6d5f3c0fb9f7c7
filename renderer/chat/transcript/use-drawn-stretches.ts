import { type RefObject, useEffect, useRef, useState } from 'react'
import { nextDrawn, type Placed, type Stretch } from './stretches.js'

/** Drawn at once: about what is in sight at the end. */
const drawnAtOnce = 2
/** Pixels above and below what is in sight in which messages are drawn in advance. */
const near = 800

/** What a gap and a stretch have in the page, for the survey. */
export const gapAttributes = (first: number, count: number) => ({ 'data-gap': first, 'data-stretches': count })
export const stretchAttributes = (index: number) => ({ 'data-stretch': index })

export interface DrawnStretches {
  readonly drawn: ReadonlySet<number>
  /** The last known heights of stretches, in pixels. */
  readonly heights: ReadonlyMap<number, number>
}

/**
 * Which stretches of a conversation are drawn: the last ones at once, then those that come near what is in sight, one in a
 * frame, and as many around them as there is room for. Those far away become gaps of their height again, unless they have
 * the focus, a selection, or something that the user opened. The browser's scroll anchoring keeps what is read in its place.
 * @param pinned the number of a stretch that is drawn wherever it is
 */
export function useDrawnStretches(
  scroller: RefObject<HTMLElement | null>,
  stretches: readonly Stretch[],
  pinned: number | undefined,
): DrawnStretches {
  const count = stretches.length
  const [chosen, setChosen] = useState<ReadonlySet<number>>(noStretches)
  const heights = useRef(new Map<number, number>())
  const ends = Array.from({ length: Math.min(drawnAtOnce, count) }, (_, index) => count - 1 - index)
  const fixed = pinned === undefined ? ends : [...ends, pinned]
  const drawn = fixed.every((index) => chosen.has(index)) ? chosen : new Set([...chosen, ...fixed])
  const now = useRef({ drawn, fixed, count })
  now.current = { drawn, fixed, count }
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const isWhole = () => now.current.drawn.size >= now.current.count
    return watch(element, heights.current, isWhole, (held, within) => {
      const { drawn: before, fixed: always } = now.current
      if (isWhole()) return false
      const { placed, missing } = survey(element, (index) => always.includes(index) || held.has(index))
      const next = nextDrawn(
        before,
        placed,
        missing.filter(({ distance }) => distance < within),
        near,
      )
      if (next === before) return false
      setChosen(next)
      return true
    })
  }, [scroller])
  return { drawn, heights: heights.current }
}

const noStretches: ReadonlySet<number> = new Set()

/** Draws one more stretch. Returns false where there is none within so many pixels, or no room for it. */
type Draw = (held: ReadonlySet<number>, within: number) => boolean

/**
 * Calls `draw` after each scroll and each change of size: for what is near in the next frames, for the rest while the window
 * is idle; never where the conversation is drawn as a whole. Notes the heights of stretches, and which ones the user has
 * changed: `held`.
 */
function watch(scroller: HTMLElement, heights: Map<number, number>, isWhole: () => boolean, draw: Draw): () => void {
  const held = new Set<number>()
  let frame = 0
  let idle = 0
  let lastTop = scroller.scrollTop
  const later = () => {
    if (frame === 0 && !isWhole()) frame = requestAnimationFrame(step)
  }
  const step = () => {
    frame = 0
    // Nobody reads what moves by more than a screen in a frame, and drawing it would make the next frame late.
    const isTooFast = Math.abs(scroller.scrollTop - lastTop) > scroller.clientHeight
    lastTop = scroller.scrollTop
    if (isTooFast || draw(held, near)) later()
    else if (idle === 0) idle = requestIdleCallback(drawMore)
  }
  const drawMore = () => {
    idle = 0
    if (draw(held, Number.POSITIVE_INFINITY)) idle = requestIdleCallback(drawMore)
  }
  let width = 0
  const sizes = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      const index = indexOf(target)
      if (index !== undefined) heights.set(index, contentRect.height)
      else if (contentRect.width !== width) {
        // Lines break elsewhere.
        width = contentRect.width
        heights.clear()
      }
    }
    later()
  })
  sizes.observe(scroller)
  const children = new MutationObserver((mutations) => {
    for (const { addedNodes, removedNodes } of mutations) {
      for (const node of addedNodes) if (indexOf(node) !== undefined) sizes.observe(node as Element)
      for (const node of removedNodes) if (node instanceof Element) sizes.unobserve(node)
    }
    later()
  })
  const content = scroller.firstElementChild
  if (content) children.observe(content, { childList: true })
  for (const stretch of scroller.querySelectorAll('[data-stretch]')) sizes.observe(stretch)
  const onChange = ({ target }: Event) => {
    const index = target instanceof Element ? indexOf(target.closest('[data-stretch]')) : undefined
    if (index !== undefined) held.add(index)
  }
  scroller.addEventListener('scroll', later, { passive: true })
  scroller.addEventListener('click', onChange)
  later()
  return () => {
    cancelAnimationFrame(frame)
    cancelIdleCallback(idle)
    sizes.disconnect()
    children.disconnect()
    scroller.removeEventListener('scroll', later)
    scroller.removeEventListener('click', onChange)
  }
}

function indexOf(node: Node | null): number | undefined {
  const index = node instanceof HTMLElement ? node.dataset.stretch : undefined
  return index === undefined ? undefined : Number(index)
}

/** Where the stretches are: those that are drawn, and the nearest ones of each gap. */
function survey(
  scroller: HTMLElement,
  isHeld: (index: number) => boolean,
): { placed: readonly Placed[]; missing: readonly Placed[] } {
  const view = scroller.getBoundingClientRect()
  const distanceOf = (top: number, bottom: number) => Math.max(0, view.top - bottom, top - view.bottom)
  const selection = document.getSelection()
  const placed: Placed[] = []
  const missing: Placed[] = []
  for (const element of scroller.querySelectorAll<HTMLElement>('[data-stretch], [data-gap]')) {
    const { top, bottom } = element.getBoundingClientRect()
    const index = indexOf(element)
    if (index !== undefined) {
      const isUsed =
        element.contains(document.activeElement) ||
        element.querySelector('textarea') !== null ||
        (selection?.isCollapsed === false && selection.containsNode(element, true))
      placed.push({ index, distance: distanceOf(top, bottom), isHeld: isUsed || isHeld(index) })
      continue
    }
    const first = Number(element.dataset.gap)
    const size = Number(element.dataset.stretches)
    // Where in the gap the middle of what is in sight falls, as if all of its stretches had one height.
    const share = (view.top + view.height / 2 - top) / Math.max(1, bottom - top)
    const nearest = Math.min(size - 1, Math.max(0, Math.floor(share * size)))
    missing.push({ index: first + nearest, distance: distanceOf(top, bottom), isHeld: false })
  }
  return { placed, missing }
}
