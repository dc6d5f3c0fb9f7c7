import './page-letters.css'
import { type ClipboardEvent, memo } from 'react'
import type { DrawnText } from '../../../contract/drawing.js'
import { inPlace } from '../../ui/in-place.js'
import { steadySelection } from './steady-selection.js'
import type { DrawnLetters } from './use-drawing.js'
import { widthOf } from './width-of.js'

interface PageLettersProps {
  readonly letters: DrawnLetters
  /** Of the page on screen, in CSS pixels. */
  readonly width: number
}

/** The text of a drawn page, transparent above its picture, for selecting, copying and reading aloud. */
export function PageLetters({ letters, width }: PageLettersProps) {
  return (
    <div
      ref={keepSteady}
      className="page-letters"
      data-select-all
      onCopy={copyPlain}
      style={{
        inlineSize: `${letters.width}px`,
        blockSize: `${letters.height}px`,
        transform: `scale(${width / letters.width})`,
      }}
    >
      <Letters items={letters.items} />
    </div>
  )
}

const keepSteady = (letters: HTMLElement | null) => (letters ? steadySelection(letters) : undefined)

/** Without their look: they are transparent, and would be where they are pasted. */
function copyPlain(event: ClipboardEvent): void {
  event.clipboardData.setData('text/plain', String(window.getSelection()))
  event.preventDefault()
}

const Letters = memo(({ items }: { readonly items: readonly DrawnText[] }) =>
  inPlace(items, (item, index) => (
    <>
      <span dir="auto" style={placeOf(item)}>
        {item.text}
        {isApart(item, items[index + 1]) && ' '}
      </span>
      {isLast(item, items[index + 1]) && <br />}
    </>
  )),
)

/** Of its height: narrower gaps are between letters. */
const minSpace = 0.1

/** Whether there is a space between two items of a line, which are given without it. */
const isApart = (item: DrawnText, next: DrawnText | undefined) =>
  next !== undefined &&
  !/\s$/.test(item.text) &&
  !/^\s/.test(next.text) &&
  next.x - item.x - item.width > item.height * minSpace

/** A line also ends where the next item stands higher or lower. */
const isLast = (item: DrawnText, next: DrawnText | undefined) =>
  item.endsLine || (next !== undefined && Math.abs(next.y + next.height - item.y - item.height) > item.height / 2)

/** Stretches the letters over the place that they have on the page, where they may be of another font. */
function placeOf({ text, x, y, width, height }: DrawnText) {
  const isUpright = height > width && text.length > 1
  const size = isUpright ? width : height
  const measured = widthOf(text) * size
  const stretch = measured > 0 ? (isUpright ? height : width) / measured : 1
  return {
    left: `${x}px`,
    top: `${y}px`,
    fontSize: `${size}px`,
    transform: isUpright ? `translateY(${height}px) rotate(-90deg) scaleX(${stretch})` : `scaleX(${stretch})`,
  }
}
